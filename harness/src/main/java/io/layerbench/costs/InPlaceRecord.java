package io.layerbench.costs;

import io.layerbench.backend.GraphKernel;
import io.layerbench.base.Precision;
import io.layerbench.worker.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One round of one whole model, timed and profiled in place: a line of inplace.jsonl.
 *
 * @param backend the backend's name
 * @param variant "fp32", "int8", or a probe's name
 * @param round from 0; all models of a round took turns
 * @param precisions of every layer and piece of glue, as the model was built
 * @param wholeNanos the times of whole runs without the profiler; empty when failed
 * @param profiledNanos the times of whole runs under it
 * @param kernels what ran
 * @param failure why there is nothing; null on success
 */
public record InPlaceRecord(
    String backend,
    String variant,
    int round,
    Map<String, Precision> precisions,
    List<Long> wholeNanos,
    List<Long> profiledNanos,
    List<GraphKernel> kernels,
    @Nullable String failure) {

  public InPlaceRecord {
    precisions = new LinkedHashMap<>(precisions);
    wholeNanos = List.copyOf(wholeNanos);
    profiledNanos = List.copyOf(profiledNanos);
    kernels = List.copyOf(kernels);
    if (round < 0 || (failure == null) == wholeNanos.isEmpty()) {
      throw new IllegalArgumentException(
          "in place (%s), round (%d): needs times or a failure, and not both"
              .formatted(variant, round));
    }
    if (wholeNanos.stream().anyMatch(nanos -> nanos <= 0)) {
      throw new IllegalArgumentException(
          "in place (" + variant + ") has a time that is not above 0");
    }
  }

  /**
   * What a worker measured of a model.
   *
   * @param precisions of every layer and piece of glue, as the model was built
   */
  public static InPlaceRecord of(
      String backend, int round, Map<String, Precision> precisions, Tasks.Placed placed) {
    return new InPlaceRecord(
        backend,
        placed.name(),
        round,
        precisions,
        placed.wholeNanos(),
        placed.profiledNanos(),
        placed.kernels(),
        placed.failure());
  }

  /** True when it has times. */
  public boolean succeeded() {
    return failure == null;
  }
}

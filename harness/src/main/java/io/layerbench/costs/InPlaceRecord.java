package io.layerbench.costs;

import io.layerbench.backend.GraphKernel;
import io.layerbench.base.JsonLines;
import io.layerbench.base.Precision;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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
 * @param turns by turn the kernels' own times in microseconds, in the order of the kernels; empty
 *     where the turns did not all have the same kernels
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
    List<List<Double>> turns,
    @Nullable String failure) {

  public InPlaceRecord {
    precisions = new LinkedHashMap<>(precisions);
    wholeNanos = List.copyOf(wholeNanos);
    profiledNanos = List.copyOf(profiledNanos);
    kernels = List.copyOf(kernels);
    turns = turns.stream().map(List::copyOf).toList();
    int width = kernels.size();
    if (turns.stream().anyMatch(turn -> turn.size() != width)) {
      throw new IllegalArgumentException(
          "in place (" + variant + "): a turn has not the (" + width + ") kernels' times");
    }
    if (round < 0
        || (failure == null) == wholeNanos.isEmpty()
        || (failure == null) == profiledNanos.isEmpty()) {
      throw new IllegalArgumentException(
          "in place (%s), round (%d): needs times or a failure, and not both"
              .formatted(variant, round));
    }
    if (Stream.concat(wholeNanos.stream(), profiledNanos.stream()).anyMatch(nanos -> nanos <= 0)) {
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
        placed.turns(),
        placed.failure());
  }

  /**
   * The kernels with their times in one turn.
   *
   * @param turn from 0, less than {@code turns().size()}
   */
  List<GraphKernel> turnKernels(int turn) {
    List<Double> micros = turns.get(turn);
    return IntStream.range(0, kernels.size())
        .mapToObj(i -> kernels.get(i).taking(micros.get(i)))
        .toList();
  }

  /** inplace.jsonl; lines of programs that kept no turns have none. */
  public static JsonLines<InPlaceRecord> journal(Path file) {
    return new JsonLines<>(
        file,
        InPlaceRecord.class,
        node -> {
          if (node instanceof ObjectNode line && !line.has("turns")) {
            line.putArray("turns");
          }
          return node;
        });
  }

  /**
   * The last of each model and round on a backend: a run that was killed may have left some of a
   * round. Changeable.
   */
  public static List<InPlaceRecord> last(Path file, String backend) throws IOException {
    Map<List<Object>, InPlaceRecord> last = new LinkedHashMap<>();
    for (InPlaceRecord one : journal(file).read()) {
      if (one.backend().equals(backend)) {
        last.put(List.of(one.variant(), one.round()), one);
      }
    }
    return new ArrayList<>(last.values());
  }

  /** True when it has times. */
  public boolean succeeded() {
    return failure == null;
  }
}

package io.layerbench.run;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for; kept in run.json, so that a run can be resumed with the same.
 *
 * @param model the model file's name, or a built-in model's, as "builtin:m5"
 * @param data the dataset file's name; null for none
 * @param backends names in order
 * @param precisions in order, always with FP32
 * @param iterations K, samples per fork
 * @param warmup runs before the samples
 * @param forks JVMs per case, which is rounds
 * @param timeLimitSeconds for the layers' rounds, of which there are more than {@code forks} then
 *     until the ranking is stable; null for exactly {@code forks} rounds
 * @param threads intra-operator threads
 * @param batch the size of a free first dimension
 * @param shapes input shapes by input name
 * @param samples calibration samples
 * @param evaluate how many items to evaluate; null for all
 * @param sensitivity a file's name, "none", or null to compute it
 * @param seed of every random choice
 * @param label a name for the device, for people; null for none
 * @param layers a glob over layer names; null for all
 * @param quantization how models are quantized
 * @param dynamicInt8 whether the model is also measured with activations that are quantized as they
 *     come
 * @param planning how layers are ordered and given precisions
 * @param compareModels models that are timed and evaluated as they are, by the name they are shown
 *     with
 * @param energy whether energies are measured where a counter can be read
 */
public record RunOptions(
    String model,
    @Nullable String data,
    List<String> backends,
    List<Precision> precisions,
    int iterations,
    int warmup,
    int forks,
    @Nullable Long timeLimitSeconds,
    int threads,
    int batch,
    Map<String, List<Long>> shapes,
    int samples,
    @Nullable Integer evaluate,
    @Nullable String sensitivity,
    long seed,
    @Nullable String label,
    @Nullable String layers,
    QuantizationOptions quantization,
    boolean dynamicInt8,
    PlanningOptions planning,
    Map<String, ComparedModel> compareModels,
    boolean energy) {

  public RunOptions {
    backends = List.copyOf(backends);
    precisions = List.copyOf(precisions);
    shapes = Map.copyOf(shapes);
    compareModels = new TreeMap<>(compareModels);
    notEmpty("--backend", backends);
    notEmpty("--precision", precisions);
    atLeast("--iterations", iterations, 1);
    atLeast("--warmup", warmup, 0);
    atLeast("--forks", forks, 1);
    if (timeLimitSeconds != null && timeLimitSeconds < 1) {
      throw new UsageException(
          "--time-limit (" + timeLimitSeconds + " s) must be at least 1 second.",
          "leave it out for exactly --forks rounds.");
    }
    atLeast("--threads", threads, 1);
    atLeast("--batch", batch, 1);
    atLeast("--samples", samples, 1);
    if (evaluate != null) {
      atLeast("--evaluate", evaluate, 1);
    }
  }

  private static void notEmpty(String option, List<?> values) {
    if (values.isEmpty()) {
      throw new UsageException(option + " names none.", "leave it out for the default.");
    }
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new UsageException(
          option + " (" + value + ") must be at least " + least + ".",
          "leave it out for the default.");
    }
  }
}

package io.layerbench.benchmarks;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Precision;
import io.layerbench.dataset.Item;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.SensitivitySweep;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import io.layerbench.sensitivity.Unit;
import io.layerbench.worker.DataSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What does a sensitivity sweep cost beside plain FP32 passes over the same samples? Prints, as CPU
 * time with one thread per session, and beside the target:
 *
 * <ul>
 *   <li>the sweep of INT8 and FP16 of all layers to their own outputs, in FP32 passes (about 3 at
 *       best: one FP32 pass and one of every layer per precision);
 *   <li>the sweep of INT8 of all layers to the model's output, against the sum of the networks that
 *       remain behind each layer, cut out and run as models of their own (1 at best: nothing else
 *       has to be computed);
 *   <li>the peak of resident memory, less the model's size: once with all that this benchmark has
 *       made itself, which a worker has not.
 * </ul>
 *
 * <pre>
 * java -XX:+UseSerialGC -cp benchmarks.jar io.layerbench.benchmarks.SweepCost MODEL.onnx DATASET.json DATA_ROOT [SAMPLES]
 * </pre>
 *
 * <p>Sweeps count with everything that this process does meanwhile, garbage collection and
 * compilation included. A process compiles for seconds, whatever the number of samples, and its CPU
 * time comes in steps of 10 ms: so each number is over rounds of the samples for at least {@value
 * #MEASURED_SECONDS} s, after {@value #WARM_UP_SECONDS} s of rounds that warm up; what the first
 * round cost, with all that, stands beside.
 *
 * <p>Well above those figures, calls and copies eat what is computed: expect it of models whose
 * parts take microseconds or do not take batches. A part that runs alone also converts its tensors'
 * layout at both ends, and rounds its input: the faster the processor multiplies, the more of a
 * pass that is. A machine whose caches others use makes the sweep look dearer.
 */
public final class SweepCost {

  private static final double OWN_TARGET = 5;
  private static final double MODEL_TARGET = 1.5;
  private static final long MEMORY_TARGET = 1 << 30;
  private static final int WARM_UP_SECONDS = 10;
  private static final int MEASURED_SECONDS = 3;

  private final Backend backend = Backends.named("cpu");
  private final OnnxModel model;
  private final List<Layer> parts;
  private final ModelQuantizer quantizer;
  private final List<Item> samples = new ArrayList<>();

  private SweepCost(Path file, DataSource data, int count) throws IOException {
    ExperimentModel subject = ExperimentModel.of(file, data);
    model = subject.model();
    parts = subject.parts();
    quantizer = subject.quantizer(Scheme.baseline(backend.capabilities().activationType()));
    Items items = data.calibrate(inputs(), count);
    for (int i = 0; i < items.size(); i++) {
      samples.add(items.get(i));
    }
  }

  /** Arguments: model, dataset, its root, and how many samples (16). */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3) {
      System.err.println("usage: SweepCost MODEL.onnx DATASET.json DATA_ROOT [SAMPLES]");
      System.exit(2);
    }
    int count = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 16;
    new SweepCost(
            Path.of(arguments[0]),
            new DataSource(
                Path.of(arguments[1]).toAbsolutePath().toString(),
                Path.of(arguments[2]).toAbsolutePath().toString(),
                1),
            count)
        .measure();
  }

  private void measure() {
    List<String> ranked = parts.stream().filter(Layer::isRanked).map(Layer::name).toList();
    SweepCases sweep = new SweepCases(ranked, (layer, treatment) -> true);
    List<Unit> units = ranked.stream().map(Unit::layer).toList();
    Treatment int8 = Treatment.of(Precision.INT8);
    Treatment fp16 = Treatment.of(Precision.FP16);
    Cost own = sweep(sweep.of(units, EnumSet.of(Mode.ONLY), List.of(fp16, int8)), null);
    Cost whole = sweep(sweep.of(units, EnumSet.of(Mode.ONLY), List.of(int8)), output());
    Long memory = PeakMemory.bytes();
    double plain = plain();
    double remaining = remaining();
    say("%d layers, %d samples", ranked.size(), samples.size());
    say("FP32 pass: %.2f ms of CPU per sample", plain * 1e3 / samples.size());
    say(
        "own outputs, INT8 and FP16: %.2f passes (target: at most %.1f; the first round: %.2f)",
        own.round() / plain, OWN_TARGET, own.first() / plain);
    say(
        "model's output, INT8: %.2f times the remaining networks (target: at most %.1f; the first"
            + " round: %.2f); %.2f passes of %.2f",
        whole.round() / remaining,
        MODEL_TARGET,
        whole.first() / remaining,
        whole.round() / plain,
        remaining / plain);
    say(
        "peak resident memory less the model: %s (target: at most %d MB)",
        memory == null ? "unknown" : megabytes(memory - model.toBytes().length) + " MB",
        megabytes(MEMORY_TARGET));
  }

  private static long megabytes(long bytes) {
    return bytes / 1_000_000;
  }

  /**
   * CPU seconds of a sweep over all samples.
   *
   * @param first of the first round, in which most code is compiled
   * @param round the mean of rounds after the warm-up
   */
  private record Cost(double first, double round) {}

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private String output() {
    return model.graph().outputs().get(0).getName();
  }

  private Map<String, TensorType> inputs() {
    Map<String, TensorType> inputs = new LinkedHashMap<>();
    model
        .graph()
        .inputs()
        .forEach(
            input ->
                inputs.put(
                    input.getName(), Objects.requireNonNull(model.graph().type(input.getName()))));
    return inputs;
  }

  private Cost sweep(List<SweepCase> cases, @Nullable String scored) {
    SensitivitySweep.Settings settings =
        new SensitivitySweep.Settings(cases, scored, SensitivitySweep.DEFAULT_BUDGET);
    try (SensitivitySweep sweep =
        new SensitivitySweep(model, parts, quantizer::simulate, backend, settings)) {
      return cost(
          () -> {
            samples.forEach(sweep::observe);
            sweep.partials();
          });
    }
  }

  private double plain() {
    try (Session session = open(model)) {
      return cost(() ->
              samples.forEach(sample -> session.run(sample.inputs(), session.outputs().keySet())))
          .round();
    }
  }

  private static Cost cost(Runnable round) {
    double begin = cpuSeconds();
    round.run();
    double first = cpuSeconds() - begin;
    while (cpuSeconds() - begin < WARM_UP_SECONDS) {
      round.run();
    }
    int rounds = 0;
    double warm = cpuSeconds();
    while (cpuSeconds() - warm < MEASURED_SECONDS) {
      round.run();
      rounds++;
    }
    return new Cost(first, (cpuSeconds() - warm) / rounds);
  }

  /** CPU seconds of everything that lies behind each layer, as models of their own. */
  private double remaining() {
    double sum = 0;
    for (Layer layer : parts) {
      if (layer.isRanked() && !layer.outputs().contains(output())) {
        sum += RemainingNetwork.cpuSeconds(model, parts, layer, backend, samples);
      }
    }
    return sum;
  }

  private Session open(OnnxModel one) {
    return backend.open(one.toBytes(), SessionSettings.shared(1));
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}

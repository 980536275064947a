package io.layerbench.benchmarks;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Precision;
import io.layerbench.dataset.Item;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.SensitivitySweep;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import io.layerbench.sensitivity.Unit;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
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
 * time of this process with one thread per session:
 *
 * <ul>
 *   <li>the sweep of INT8 and FP16 of all layers to their own outputs, in FP32 passes (about 3: one
 *       FP32 pass and one of every layer per precision);
 *   <li>the sweep of INT8 of all layers to the model's output, against the sum of the networks that
 *       remain behind each layer, cut out and run as models of their own (near 1: nothing else has
 *       to be computed).
 * </ul>
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.SweepCost MODEL.onnx DATASET.json DATA_ROOT [SAMPLES]
 * </pre>
 *
 * <p>Well above those figures, calls and copies eat what is computed: expect it of models whose
 * parts take microseconds or do not take batches.
 */
public final class SweepCost {

  private final Backend backend = Backends.named("cpu");
  private final OnnxModel model;
  private final List<Layer> parts;
  private final ModelQuantizer quantizer;
  private final List<Item> samples = new ArrayList<>();

  private SweepCost(Path file, DataSource data, int count) throws IOException {
    InProcessWorker worker = new InProcessWorker();
    Path prepared = Files.createTempFile("layerbench-prepared", ".onnx").toAbsolutePath();
    worker.prepare(
        new Tasks.Prepare(
            file.toAbsolutePath().toString(), Map.of(), 1, data, prepared.toString()));
    model = ModelReader.read(prepared);
    parts = LayerSplitter.split(model);
    quantizer =
        new ModelQuantizer(
            model,
            parts,
            Scheme.baseline(backend.capabilities().activationType()),
            worker
                .calibrate(
                    new Tasks.Calibrate(
                        prepared.toString(),
                        model.sha256(),
                        "cpu",
                        1,
                        data,
                        8,
                        List.copyOf(ModelQuantizer.rangesNeeded(model, parts))),
                    Progress.NONE)
                .by(CalibrationMethod.MINMAX),
            backend.capabilities().fp16());
    Files.delete(prepared);
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
    double own = sweep(sweep.of(units, EnumSet.of(Mode.ONLY), List.of(fp16, int8)), null);
    double whole = sweep(sweep.of(units, EnumSet.of(Mode.ONLY), List.of(int8)), output());
    Long memory = PeakMemory.bytes();
    double plain = plain();
    double remaining = remaining();
    say("%d layers, %d samples", ranked.size(), samples.size());
    say("FP32 pass: %.2f ms of CPU per sample", plain * 1e3 / samples.size());
    say("own outputs, INT8 and FP16: %.2f passes", own / plain);
    say(
        "model's output, INT8: %.2f passes, %.2f times the remaining networks (%.2f passes)",
        whole / plain, whole / remaining, remaining / plain);
    say(
        "peak resident memory: %s",
        memory == null ? "unknown" : memory / 1_000_000 + " MB, of which the JVM's heap is a part");
  }

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

  /** CPU seconds of a sweep, once all code is compiled and all parts have been tried. */
  private double sweep(List<SweepCase> cases, @Nullable String scored) {
    SensitivitySweep.Settings settings =
        new SensitivitySweep.Settings(cases, scored, SensitivitySweep.DEFAULT_BUDGET);
    try (SensitivitySweep sweep =
        new SensitivitySweep(model, parts, quantizer::simulate, backend, settings)) {
      samples.forEach(sweep::observe);
      sweep.partials();
      double begin = cpuSeconds();
      samples.forEach(sweep::observe);
      sweep.partials();
      return cpuSeconds() - begin;
    }
  }

  private double plain() {
    try (Session session = open(model)) {
      samples.forEach(sample -> session.run(sample.inputs(), session.outputs().keySet()));
      double begin = cpuSeconds();
      samples.forEach(sample -> session.run(sample.inputs(), session.outputs().keySet()));
      return cpuSeconds() - begin;
    }
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

  static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}

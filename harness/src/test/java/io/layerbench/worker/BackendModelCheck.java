package io.layerbench.worker;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.BackendException;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Fp16;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.ElementType;
import io.layerbench.base.LayerbenchException;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.InputShapes;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.Calibrations;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes one model through reading, preparing, splitting, rewriting, writing and running. */
final class BackendModelCheck {

  /** The outcome of a model that passes. */
  static final String EQUAL = "equal";

  /** The start of outcomes that must not be. */
  static final String FAILED = "FAILED";

  /** The start of outcomes where the runtime runs the original, and refuses what became of it. */
  static final String ONLY_OURS = "the runtime only refuses ours: ";

  private final BackendModel test;
  private final Path folder;
  private final BiConsumer<String, BackendModel> count;

  /**
   * @param folder for the model's file
   * @param count takes what came out
   */
  BackendModelCheck(BackendModel test, Path folder, BiConsumer<String, BackendModel> count) {
    this.test = test;
    this.folder = folder;
    this.count = count;
  }

  void run() {
    try {
      OnnxModel read = ModelReader.read(file(test));
      Map<String, TensorData> inputs = test.inputs();
      read.graph().inputs().stream()
          .filter(input -> input.getType().hasTensorType())
          .forEach(input -> ElementType.ofOnnx(input.getType().getTensorType().getElemType()));
      Map<String, long[]> shapes = new HashMap<>();
      inputs.forEach((name, data) -> shapes.put(name, data.shape()));
      OnnxModel shaped = InputShapes.fix(read, shapes, 1);
      compare(read, ModelPreparation.prepare(shaped, inputs), inputs);
    } catch (LayerbenchException e) {
      count.accept("refused: " + reason(e), test);
    } catch (BackendException e) {
      count.accept((runsAsItIs() ? ONLY_OURS : "the runtime refuses it: ") + reason(e), test);
    } catch (RuntimeException e) {
      count.accept(FAILED + ": " + e + " at " + e.getStackTrace()[0], test);
    }
  }

  private Path file(BackendModel model) {
    try {
      return Files.write(
          folder.resolve(model.name().replace('/', '_') + ".onnx"), model.proto().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line without what is in parentheses, so that equal reasons are counted together. */
  private static String reason(RuntimeException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String plain = line.replaceAll("\\([^()]*\\)", "(…)").replaceAll("(name|op) '?[^ ]*'", "$1 …");
    return plain.length() > 160 ? plain.substring(0, 160) + "…" : plain;
  }

  private boolean runsAsItIs() {
    try {
      run(OnnxModel.of(test.proto(), test.name()), test.inputs());
      return true;
    } catch (BackendException e) {
      return false;
    }
  }

  private void compare(OnnxModel read, OnnxModel prepared, Map<String, TensorData> inputs) {
    List<Layer> layers = LayerSplitter.split(prepared);
    boolean ranked = layers.stream().anyMatch(Layer::isRanked);
    ModelQuantizer quantizer =
        new ModelQuantizer(
            prepared,
            layers,
            Scheme.baseline(ActivationType.UINT8),
            ranked
                ? calibrate(prepared, layers, inputs)
                : new CalibrationTable("", CalibrationMethod.MINMAX.id(), 1, false, Map.of()),
            Fp16.STORAGE);
    Map<String, TensorData> original = run(read, inputs);
    Map<String, TensorData> rewritten = run(quantizer.build(Map.of()), inputs);
    if (!close(original, run(read, inputs))) {
      count.accept("differs from run to run", test);
      return;
    }
    count.accept(close(original, rewritten) ? EQUAL : FAILED + ": unequal", test);
    if (close(test.outputs(), original)) {
      count.accept(
          close(test.outputs(), rewritten) ? "as shipped" : FAILED + ": not as shipped", test);
    }
    layers.forEach(layer -> open(LayerCutter.cut(prepared, layer)).close());
    for (Precision precision : List.of(Precision.INT8, Precision.FP16)) {
      quantized(quantizer, layers, precision, inputs, original);
    }
  }

  private void quantized(
      ModelQuantizer quantizer,
      List<Layer> layers,
      Precision precision,
      Map<String, TensorData> inputs,
      Map<String, TensorData> exact) {
    Map<String, Precision> plan = new HashMap<>();
    for (Layer layer : layers) {
      if (layer.isRanked() && quantizer.unsupported(layer, precision).isEmpty()) {
        plan.put(layer.name(), precision);
      }
    }
    if (plan.isEmpty()) {
      return;
    }
    Map<String, TensorData> found = run(quantizer.build(plan), inputs);
    count.accept(precision.id() + " runs", test);
    boolean near =
        exact.entrySet().stream()
            .allMatch(entry -> near(entry.getValue(), found.get(entry.getKey())));
    count.accept(precision.id() + (near ? " within 20%" : " farther off"), test);
  }

  private static CalibrationTable calibrate(
      OnnxModel model, List<Layer> layers, Map<String, TensorData> inputs) {
    Set<String> needed = ModelQuantizer.rangesNeeded(model, layers);
    Set<String> made =
        needed.stream()
            .filter(tensor -> model.graph().producer(tensor) != null)
            .collect(Collectors.toSet());
    Map<String, TensorData> values = new HashMap<>(inputs);
    values.putAll(run(Edges.withOutputs(model, made), inputs));
    values.keySet().retainAll(needed);
    Calibrations calibrations = new Calibrations();
    values.forEach((name, data) -> calibrations.observe(name, data.floats()));
    return calibrations.tables(model.sha256(), 1, false).by(CalibrationMethod.MINMAX);
  }

  private static Session open(OnnxModel model) {
    return Backends.named("cpu")
        .open(model.toBytes(), new SessionSettings(1, false, false, false, null));
  }

  private static Map<String, TensorData> run(OnnxModel model, Map<String, TensorData> inputs) {
    try (Session session = open(model)) {
      return session.run(inputs, session.outputs().keySet());
    }
  }

  /** As ONNX's own backend tests compare: |found − expected| ≤ 1e-7 + 1e-3 · |expected|. */
  private static boolean close(Map<String, TensorData> expected, Map<String, TensorData> found) {
    return expected.entrySet().stream()
        .allMatch(entry -> close(entry.getValue(), found.get(entry.getKey())));
  }

  private static boolean close(TensorData expected, @Nullable TensorData found) {
    if (found == null
        || expected.type() != found.type()
        || !Arrays.equals(expected.shape(), found.shape())) {
      return false;
    }
    double[] a = doubles(expected);
    double[] b = doubles(found);
    boolean close = a.length > 0 || expected.equals(found);
    for (int i = 0; close && i < a.length; i++) {
      close =
          Double.compare(a[i], b[i]) == 0 || Math.abs(a[i] - b[i]) <= 1e-7 + 1e-3 * Math.abs(a[i]);
    }
    return close;
  }

  /** True where ‖expected − found‖ is at most a fifth of ‖expected‖, or nothing can be said. */
  private static boolean near(TensorData expected, @Nullable TensorData found) {
    if (found == null || !Arrays.equals(expected.shape(), found.shape())) {
      return false;
    }
    double[] a = doubles(expected);
    double[] b = doubles(found);
    double error = 0;
    double signal = 0;
    for (int i = 0; i < a.length; i++) {
      error += (a[i] - b[i]) * (a[i] - b[i]);
      signal += a[i] * a[i];
    }
    return error <= 0.04 * signal;
  }

  /** The values of a FLOAT, or DOUBLE tensor; none of any other. */
  private static double[] doubles(TensorData data) {
    ByteBuffer bytes = data.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    double[] values = new double[Math.toIntExact(data.elements())];
    for (int i = 0; i < values.length; i++) {
      switch (data.type()) {
        case FLOAT -> values[i] = bytes.getFloat();
        case DOUBLE -> values[i] = bytes.getDouble();
        default -> {
          return new double[0];
        }
      }
    }
    return values;
  }
}

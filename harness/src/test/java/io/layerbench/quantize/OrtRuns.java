package io.layerbench.quantize;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.layerbench.base.ElementType;
import io.layerbench.onnx.BatchNormFolding;
import io.layerbench.onnx.ConstantFolding;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.InputShapes;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Loads and runs models in ONNX Runtime, and says which kernels it chose. */
final class OrtRuns {

  private OrtRuns() {}

  /** As production opens it: the first one decides about logging. */
  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "layerbench");
  }

  /** How often each operator occurs in the graph that the runtime executes. */
  static Map<String, Integer> executed(OnnxModel model) {
    Map<String, Integer> counts = new TreeMap<>();
    optimized(model, OrtSession.SessionOptions.OptLevel.ALL_OPT)
        .graph()
        .nodes()
        .forEach(node -> counts.merge(node.getOpType(), 1, Integer::sum));
    return counts;
  }

  /** The graph that the runtime makes of a model. */
  static OnnxModel optimized(OnnxModel model, OrtSession.SessionOptions.OptLevel level) {
    try {
      Path optimized = Files.createTempFile("optimized", ".onnx");
      try (OrtSession.SessionOptions options = options()) {
        options.setOptimizedModelFilePath(optimized.toString());
        options.setOptimizationLevel(level);
        environment().createSession(model.toBytes(), options).close();
        return OnnxModel.of(ModelProto.parseFrom(Files.readAllBytes(optimized)), "optimized");
      } finally {
        Files.delete(optimized);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    options.setIntraOpNumThreads(1);
    // Level error: the runtime warns that an optimized graph fits this machine only.
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  /**
   * A model that has been read, made ready as production does: shapes, types, folding. Only for
   * models whose edges are all FLOAT or foldable.
   */
  static OnnxModel prepare(OnnxModel read) {
    OnnxModel shaped = InputShapes.fix(read, Map.of(), 1);
    Set<String> foldable = ConstantFolding.foldable(shaped);
    Map<String, TensorType> types = new HashMap<>();
    Map<String, TensorProto> constants = new HashMap<>();
    try (OrtSession.SessionOptions options = options();
        OrtSession session =
            environment().createSession(Edges.withAllEdgesAsOutputs(shaped).toBytes(), options);
        OrtSession.Result result = session.run(feeds(shaped, session, randomInputs(shaped, 1)))) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        OnnxTensor tensor = (OnnxTensor) entry.getValue();
        ElementType type = ElementType.valueOf(tensor.getInfo().type.name());
        long[] dims = tensor.getInfo().getShape();
        types.put(entry.getKey(), TensorType.of(type.onnx(), dims));
        if (foldable.contains(entry.getKey())) {
          constants.put(
              entry.getKey(), Tensors.of(entry.getKey(), type, tensor.getByteBuffer(), dims));
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return Edges.withTypes(BatchNormFolding.fold(ConstantFolding.fold(shaped, constants)), types);
  }

  private static Map<String, OnnxTensor> feeds(
      OnnxModel model, OrtSession session, Map<String, float[]> inputs) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (String name : session.getInputNames()) {
      tensors.put(
          name,
          OnnxTensor.createTensor(
              environment(),
              FloatBuffer.wrap(Objects.requireNonNull(inputs.get(name), name)),
              shape(model.graph(), name)));
    }
    return tensors;
  }

  /** Random normal inputs of a model's FLOAT inputs, batch 1 for free dimensions. */
  static Map<String, float[]> randomInputs(OnnxModel model, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> inputs = new HashMap<>();
    for (ValueInfoProto input : model.graph().inputs()) {
      int n = 1;
      for (long dim : shape(model.graph(), input.getName())) {
        n *= (int) dim;
      }
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.put(input.getName(), values);
    }
    return inputs;
  }

  private static long[] shape(Graph graph, String name) {
    long[] shape = Objects.requireNonNull(graph.type(name)).shape();
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.max(1, shape[i]);
    }
    return shape;
  }

  /** The named FLOAT output of a model. */
  static float[] run(OnnxModel model, Map<String, float[]> inputs, String output) {
    return Objects.requireNonNull(run(model, inputs).get(output));
  }

  /** The FLOAT outputs of a model. */
  static Map<String, float[]> run(OnnxModel model, Map<String, float[]> inputs) {
    try (OrtSession.SessionOptions options = options();
        OrtSession session = environment().createSession(model.toBytes(), options)) {
      Map<String, float[]> outputs = new HashMap<>();
      try (OrtSession.Result result = session.run(feeds(model, session, inputs))) {
        for (Map.Entry<String, OnnxValue> entry : result) {
          FloatBuffer buffer = ((OnnxTensor) entry.getValue()).getFloatBuffer();
          float[] values = new float[buffer.remaining()];
          buffer.get(values);
          outputs.put(entry.getKey(), values);
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a model on zeros of whatever types it takes. */
  static void runOnZeros(OnnxModel model) {
    try (OrtSession.SessionOptions options = options();
        OrtSession session = environment().createSession(model.toBytes(), options)) {
      Map<String, OnnxTensor> tensors = new HashMap<>();
      for (String name : session.getInputNames()) {
        OnnxJavaType type =
            ((TensorInfo) Objects.requireNonNull(session.getInputInfo().get(name)).getInfo()).type;
        long[] shape = shape(model.graph(), name);
        long n = 1;
        for (long dim : shape) {
          n *= dim;
        }
        ByteBuffer zeros =
            ByteBuffer.allocateDirect((int) (n * type.size)).order(ByteOrder.nativeOrder());
        tensors.put(name, OnnxTensor.createTensor(environment(), zeros, shape, type));
      }
      session.run(tensors).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ranges of those tensors over a few random inputs. */
  static CalibrationTable calibrate(OnnxModel model, Set<String> tensors) {
    ModelProto.Builder all = model.proto().toBuilder();
    List<String> outputs = model.graph().outputs().stream().map(ValueInfoProto::getName).toList();
    for (String tensor : tensors) {
      boolean made = model.graph().producer(tensor) != null;
      if (made && !outputs.contains(tensor)) {
        all.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(tensor));
      }
    }
    OnnxModel exposing = OnnxModel.of(all.build(), "exposing");
    Map<String, Range> ranges = new HashMap<>();
    for (int seed = 0; seed < 4; seed++) {
      Map<String, float[]> inputs = randomInputs(model, seed);
      Map<String, float[]> values = new HashMap<>(run(exposing, inputs));
      values.putAll(inputs);
      values.forEach(
          (name, array) ->
              ranges.merge(name, Range.of(name, FloatBuffer.wrap(array)), Range::union));
    }
    return new CalibrationTable(model.sha256(), CalibrationMethod.MINMAX.id(), 4, true, ranges);
  }

  /** Signal to quantization noise in dB. */
  static double sqnr(float[] exact, float[] noisy) {
    double signal = 0;
    double noise = 1e-30;
    for (int i = 0; i < exact.length; i++) {
      signal += (double) exact[i] * exact[i];
      noise += Math.pow((double) exact[i] - noisy[i], 2);
    }
    return 10 * Math.log10(signal / noise);
  }
}

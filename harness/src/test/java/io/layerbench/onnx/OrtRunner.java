package io.layerbench.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs and prepares models in tests, straight through ONNX Runtime without its optimizations. */
public final class OrtRunner {

  private OrtRunner() {}

  /** Runs a model; outputs that are no tensors are left out. */
  public static Map<String, TensorData> run(OnnxModel model, Map<String, TensorData> inputs) {
    OrtEnvironment env = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> fed = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = env.createSession(model.toBytes(), options)) {
        for (String name : session.getInputNames()) {
          TensorData data = Objects.requireNonNull(inputs.get(name), name);
          fed.put(
              name,
              OnnxTensor.createTensor(
                  env,
                  data.bytes().duplicate().order(data.bytes().order()),
                  data.shape(),
                  OnnxJavaType.valueOf(data.type().name())));
        }
        try (OrtSession.Result result = session.run(fed)) {
          Map<String, TensorData> outputs = new LinkedHashMap<>();
          for (Map.Entry<String, OnnxValue> entry : result) {
            if (entry.getValue() instanceof OnnxTensor tensor) {
              outputs.put(entry.getKey(), data(tensor));
            }
          }
          return outputs;
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model (" + model.name() + ").", e);
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private static TensorData data(OnnxTensor tensor) {
    // By name: the binding numbers types in an order of its own.
    ElementType type = ElementType.valueOf(tensor.getInfo().type.name());
    TensorData data = TensorData.allocate(type, tensor.getInfo().getShape());
    ByteBuffer bytes = tensor.getByteBuffer();
    data.bytes().duplicate().put(bytes.rewind());
    return data;
  }

  /** Random inputs for a model with concrete shapes: normal for floats, 0 to 9 for integers. */
  public static Map<String, TensorData> randomInputs(OnnxModel shaped, long seed) {
    Random random = new Random(seed);
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    for (ValueInfoProto input : shaped.graph().inputs()) {
      TensorType type =
          Objects.requireNonNull(shaped.graph().type(input.getName()), input.getName());
      ElementType element = ElementType.ofOnnx(type.elementType());
      TensorData data = TensorData.allocate(element, type.shape());
      ByteBuffer bytes = data.bytes().duplicate().order(data.bytes().order());
      while (bytes.hasRemaining()) {
        switch (element) {
          case FLOAT -> bytes.putFloat((float) random.nextGaussian());
          case INT64 -> bytes.putLong(random.nextInt(10));
          case INT32 -> bytes.putInt(random.nextInt(10));
          default -> bytes.put((byte) random.nextInt(2));
        }
      }
      inputs.put(input.getName(), data);
    }
    return inputs;
  }

  /** Shapes, types, constants and batch normalisation, in the order that production uses. */
  public static OnnxModel prepare(OnnxModel read, Map<String, long[]> shapes, int batch) {
    OnnxModel shaped = InputShapes.fix(read, shapes, batch);
    Map<String, TensorData> edges =
        run(Edges.withAllEdgesAsOutputs(shaped), randomInputs(shaped, 1));
    Set<String> foldable = ConstantFolding.foldable(shaped);
    Map<String, TensorProto> values = new HashMap<>();
    Map<String, TensorType> types = new HashMap<>();
    edges.forEach(
        (name, data) -> {
          types.put(name, TensorType.of(data.type().onnx(), data.shape()));
          if (foldable.contains(name)) {
            values.put(name, Tensors.of(name, data.type(), data.bytes(), data.shape()));
          }
        });
    OnnxModel folded = ConstantFolding.fold(shaped, values);
    return Edges.withTypes(BatchNormFolding.fold(folded), types);
  }

  /**
   * The largest difference between FLOAT tensors of the same shape; 0 for equal others, and
   * infinite where one is missing or they do not fit.
   */
  public static double difference(TensorData a, @Nullable TensorData b) {
    if (b == null) {
      return Double.POSITIVE_INFINITY;
    }
    if (a.type() != ElementType.FLOAT || b.type() != ElementType.FLOAT) {
      return a.equals(b) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (!Arrays.equals(a.shape(), b.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    float[] x = a.toFloats();
    float[] y = b.toFloats();
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      double difference = Math.abs((double) x[i] - y[i]);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    return largest;
  }
}

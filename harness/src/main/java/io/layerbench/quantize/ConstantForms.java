package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constants in their quantized and half-precision forms; readers that agree share one. */
final class ConstantForms {

  private final Graph graph;
  private final GraphBuilder builder;
  private final ActivationScales scales;
  private final Map<Key, String> made = new HashMap<>();
  private final Map<String, String> stored = new HashMap<>();

  private record Key(String tensor, float factor, QuantizationParameters parameters) {}

  ConstantForms(Graph graph, GraphBuilder builder, ActivationScales scales) {
    this.graph = graph;
    this.builder = builder;
    this.scales = scales;
  }

  /** The values of a FLOAT constant, each times that factor. */
  float[] values(String tensor, float factor) {
    float[] values = Tensors.floats(tensor(tensor));
    if (factor != 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }
    return values;
  }

  TensorProto tensor(String name) {
    TensorProto tensor = graph.initializers().get(name);
    if (tensor == null) {
      throw new IllegalStateException("no constant: " + name);
    }
    return tensor;
  }

  /** Weights as INT8 behind DequantizeLinear: the name of its output. */
  String weight(
      String name, float factor, QuantizationParameters parameters, WeightQuantizer quantizer) {
    return made.computeIfAbsent(
        new Key(name, factor, parameters),
        key -> {
          long[] dims = WeightQuantizer.dims(tensor(name));
          byte[] quantized = quantizer.quantize(values(name, factor), dims, parameters);
          return dequantized(name, ByteBuffer.wrap(quantized), dims, parameters);
        });
  }

  /** A bias as INT32 behind DequantizeLinear: the name of its output. */
  String bias(String name, float[] values, QuantizationParameters parameters) {
    ByteBuffer quantized = WeightQuantizer.quantizeBias(name, values, parameters);
    return dequantized(name, quantized, new long[] {values.length}, parameters);
  }

  /** The integers that the model arrived with for that constant; null where it has none. */
  @Nullable StoredConstant given(String name) {
    return scales.given().constant(tensor(name));
  }

  /** A constant as the model arrived with it: the name of the output of its DequantizeLinear. */
  String stored(String name, StoredConstant constant) {
    return made.computeIfAbsent(
        new Key(name, 1, constant.parameters()),
        key ->
            dequantized(
                name,
                constant.integers().getRawData().asReadOnlyByteBuffer(),
                constant.dims(),
                constant.parameters()));
  }

  /** A constant operand of glue, quantized as activations are. */
  String operand(String name) {
    StoredConstant constant = given(name);
    if (constant != null) {
      return stored(name, constant);
    }
    float[] values = values(name, 1);
    Range range = values.length == 0 ? new Range(0, 0) : Range.of(name, FloatBuffer.wrap(values));
    QuantizationParameters parameters = scales.quantizer().parameters(range);
    return made.computeIfAbsent(
        new Key(name, 1, parameters),
        key ->
            dequantized(
                name,
                ByteBuffer.wrap(ActivationQuantizer.quantize(values, parameters)),
                WeightQuantizer.dims(tensor(name)),
                parameters));
  }

  private String dequantized(
      String name, ByteBuffer bytes, long[] dims, QuantizationParameters parameters) {
    String quantized = builder.unique(name + "_q");
    builder.constant(Tensors.of(quantized, parameters.elementType(), bytes, dims));
    String output = builder.unique(name + "_dq");
    builder.dequantize(quantized, output, parameters);
    return output;
  }

  /**
   * A FLOAT constant kept as FLOAT16 and cast back when the model is loaded: the name of the FLOAT
   * form; the constant itself where half precision cannot hold it.
   */
  String storedAsHalf(String name) {
    return stored.computeIfAbsent(
        name,
        key -> {
          if (HalfPrecision.obstacle(tensor(name)).isPresent()) {
            return name;
          }
          String half =
              builder.constant(HalfPrecision.convert(tensor(name), builder.unique(name + "_fp16")));
          String single = builder.unique(name + "_fp32");
          builder.cast(half, single, ElementType.FLOAT);
          return single;
        });
  }
}

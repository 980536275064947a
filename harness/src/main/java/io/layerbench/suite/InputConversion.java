package io.layerbench.suite;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.quantize.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Turns a real float activation into the type that a case's input has, so that cases run on real
 * values.
 */
final class InputConversion {

  private InputConversion() {}

  /**
   * The tensor as UINT8 or INT8 by the scale of the DequantizeLinear that reads it, or as FLOAT16.
   */
  static TensorData convert(TensorData data, ElementType wanted, Graph graph, String input) {
    return switch (wanted) {
      case UINT8, INT8 -> quantize(data, wanted, dequantizer(graph, input), graph);
      case FLOAT16 -> half(data);
      default ->
          throw new IllegalStateException(
              "input (" + input + ") wants (" + wanted + ") from (" + data.type() + ")");
    };
  }

  private static NodeProto dequantizer(Graph graph, String input) {
    return graph.consumers(input).stream()
        .filter(node -> node.getOpType().equals("DequantizeLinear"))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("nothing dequantizes the input (" + input + ")"));
  }

  private static TensorData quantize(
      TensorData data, ElementType wanted, NodeProto dequantizer, Graph graph) {
    float scale = Tensors.floats(initializer(graph, dequantizer.getInput(1)))[0];
    int zero = zeroPoint(initializer(graph, dequantizer.getInput(2)), wanted);
    int least = wanted == ElementType.UINT8 ? 0 : Byte.MIN_VALUE;
    TensorData quantized = TensorData.allocate(wanted, data.shape());
    ByteBuffer target = quantized.bytes().duplicate();
    FloatBuffer source = data.floats();
    while (source.hasRemaining()) {
      double level = Math.rint(source.get() / scale) + zero;
      target.put((byte) Math.max(least, Math.min(least + 255, level)));
    }
    return quantized;
  }

  private static int zeroPoint(TensorProto tensor, ElementType type) {
    byte value =
        tensor.hasRawData() ? tensor.getRawData().byteAt(0) : (byte) tensor.getInt32Data(0);
    return type == ElementType.UINT8 ? Byte.toUnsignedInt(value) : value;
  }

  private static TensorProto initializer(Graph graph, String name) {
    TensorProto tensor = graph.initializers().get(name);
    if (tensor == null) {
      throw new IllegalStateException("(" + name + ") is no constant");
    }
    return tensor;
  }

  private static TensorData half(TensorData data) {
    TensorData halves = TensorData.allocate(ElementType.FLOAT16, data.shape());
    ByteBuffer target = halves.bytes().duplicate().order(halves.bytes().order());
    FloatBuffer source = data.floats();
    while (source.hasRemaining()) {
      target.putShort(HalfPrecision.toBits(source.get()));
    }
    return halves;
  }
}

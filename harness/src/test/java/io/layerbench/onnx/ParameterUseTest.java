package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterUseTest {

  @Test
  void countsRawBytesByType() {
    assertThat(
            uses(
                raw(ElementType.INT8, 4, 0, -1, 5, 0),
                raw(ElementType.INT8, 1, 7),
                // 0, −0, the least number above 0 and 1.
                raw(ElementType.FLOAT, 4, 0, 0, 0, 0, 0, 0, 0, -128, 1, 0, 0, 0, 0, 0, -128, 63),
                raw(ElementType.FLOAT16, 3, 0, -128, 1, 0, 0, 60),
                raw(ElementType.INT64, 1, 0, 0, 0, 0, 0, 0, 0, -128)))
        .containsOnlyKeys("int8", "float", "float16", "int64")
        .containsEntry("int8", new ParameterUse(5, 3))
        .containsEntry("float", new ParameterUse(16, 2))
        .containsEntry("float16", new ParameterUse(6, 2))
        .containsEntry("int64", new ParameterUse(8, 1));
  }

  @Test
  void countsValuesInFieldsOfTheirOwn() {
    assertThat(
            uses(
                tensor(ElementType.FLOAT, 3).addFloatData(0).addFloatData(-0f).addFloatData(2),
                tensor(ElementType.DOUBLE, 2).addDoubleData(0).addDoubleData(2),
                tensor(ElementType.FLOAT16, 2).addInt32Data(0x8000).addInt32Data(0x3c00),
                tensor(ElementType.UINT8, 2).addInt32Data(0).addInt32Data(128),
                tensor(ElementType.INT64, 1).addInt64Data(-1),
                tensor(ElementType.UINT64, 2).addUint64Data(0).addUint64Data(9)))
        .containsEntry("float", new ParameterUse(12, 1))
        .containsEntry("double", new ParameterUse(16, 1))
        .containsEntry("float16", new ParameterUse(4, 1))
        .containsEntry("uint8", new ParameterUse(2, 1))
        .containsEntry("int64", new ParameterUse(8, 1))
        .containsEntry("uint64", new ParameterUse(16, 1));
  }

  @Test
  void leavesStringsOutAndMayFindNothing() {
    TensorProto.Builder string =
        TensorProto.newBuilder()
            .setName("s")
            .setDataType(TensorProto.DataType.STRING_VALUE)
            .addDims(1)
            .addStringData(ByteString.copyFromUtf8("x"));
    assertThat(uses(string)).isEmpty();
    assertThat(uses()).isEmpty();
  }

  private static Map<String, ParameterUse> uses(TensorProto.Builder... tensors) {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (int i = 0; i < tensors.length; i++) {
      graph.addInitializer(tensors[i].setName("t" + i));
    }
    return ParameterUse.of(OnnxModel.of(ModelProto.newBuilder().setGraph(graph).build(), "test"));
  }

  private static TensorProto.Builder tensor(ElementType type, int elements) {
    return TensorProto.newBuilder().setDataType(type.onnx()).addDims(elements);
  }

  private static TensorProto.Builder raw(ElementType type, int elements, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    return tensor(type, elements).setRawData(ByteString.copyFrom(data));
  }
}

package io.layerbench.backend;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Conversions between this program's tensors and ONNX Runtime's. */
final class OrtTensors {

  private static final String PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  private OrtTensors() {}

  /** A tensor over the same direct buffer: nothing is copied. */
  static OnnxTensor wrap(OrtEnvironment environment, TensorData data) throws OrtException {
    ByteBuffer bytes = data.bytes().duplicate().order(data.bytes().order());
    bytes.rewind();
    return OnnxTensor.createTensor(environment, bytes, data.shape(), javaType(data.type()));
  }

  /** A copy of a tensor that the runtime owns. */
  static TensorData copy(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    TensorData data = TensorData.allocate(elementType(info), info.getShape());
    ByteBuffer source = tensor.getByteBuffer();
    if (source != null) {
      data.bytes().duplicate().put(source);
    }
    return data;
  }

  /** The tensor types among these inputs or outputs; sequences and maps are left out. */
  static Map<String, TensorType> types(Map<String, NodeInfo> infos) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    infos.forEach(
        (name, info) -> {
          if (info.getInfo() instanceof TensorInfo tensor && isHeld(tensor)) {
            types.put(
                name,
                new TensorType(
                    elementType(tensor).onnx(), Arrays.stream(tensor.getShape()).boxed().toList()));
          }
        });
    return types;
  }

  /** By ONNX's name: the interface's own type for UINT16 is INT16, and so on. */
  private static ElementType elementType(TensorInfo info) {
    return ElementType.valueOf(name(info));
  }

  private static String name(TensorInfo info) {
    return info.onnxType.name().substring(PREFIX.length());
  }

  /** True where this program has that type; strings and the newest small floats are left out. */
  static boolean isHeld(TensorInfo info) {
    return info.onnxType.name().startsWith(PREFIX)
        && Arrays.stream(ElementType.values()).anyMatch(type -> type.name().equals(name(info)));
  }

  private static OnnxJavaType javaType(ElementType type) {
    return switch (type) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case UINT16, UINT32, UINT64 ->
          throw new BackendException(
              "ONNX Runtime's Java interface takes no tensors of type " + type,
              new IllegalArgumentException(type.name()));
    };
  }
}

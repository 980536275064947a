package io.layerbench.onnx;

import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorShapeProto;
import io.layerbench.onnx.proto.TypeProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.List;

/** A model that does nothing: what it costs to call is what calling costs. */
public final class IdentityModel {

  private static final int OPSET = 13;
  private static final int IR_VERSION = 7;

  private IdentityModel() {}

  /** A model with one Identity per type; inputs are named in0, in1, … and outputs out0, out1, … */
  public static OnnxModel of(List<TensorType> types) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("identity");
    for (int i = 0; i < types.size(); i++) {
      graph.addInput(valueInfo("in" + i, types.get(i)));
      graph.addOutput(valueInfo("out" + i, types.get(i)));
      graph.addNode(
          NodeProto.newBuilder()
              .setName("identity" + i)
              .setOpType("Identity")
              .addInput("in" + i)
              .addOutput("out" + i));
    }
    return OnnxModel.of(graph.build(), IR_VERSION, OPSET);
  }

  /** A named tensor of that type; free dimensions stay free. */
  public static ValueInfoProto valueInfo(String name, TensorType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : type.dims()) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(dim < 0 ? dimension : dimension.setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.elementType()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}

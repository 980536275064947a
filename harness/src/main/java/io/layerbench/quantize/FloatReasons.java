package io.layerbench.quantize;

import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.NodeProto;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operators of a model that 8-bit integers would damage, and why. */
public final class FloatReasons {

  private FloatReasons() {}

  /** The reasons by operator, in the order in which a model first uses them. */
  public static Map<String, String> of(OnnxModel model) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (NodeProto node : model.graph().nodes()) {
      OperatorRules.damage(node).ifPresent(why -> reasons.putIfAbsent(node.getOpType(), why));
    }
    return reasons;
  }
}

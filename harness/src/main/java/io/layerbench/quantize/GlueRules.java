package io.layerbench.quantize;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a single node of glue cannot run in a precision, whatever its neighbours do. */
final class GlueRules {

  private final Parts parts;
  private final ActivationScales scales;
  private final boolean attention;

  /**
   * @param attention whether MatMuls of two activations run on integers
   */
  GlueRules(Parts parts, ActivationScales scales, boolean attention) {
    this.parts = parts;
    this.scales = scales;
    this.attention = attention;
  }

  /**
   * True for a MatMul of two activations that is to run on integers. Each input has a scale of its
   * own, and its kernel gives floats as well as integers (MatMulIntegerToFloat, QLinearMatMul).
   */
  boolean isAttention(NodeProto node) {
    return attention && multipliesActivations(node);
  }

  private boolean multipliesActivations(NodeProto node) {
    return OperatorRules.rule(node, parts.model().opset()) == Int8Rule.ANCHOR
        && node.getOpType().equals("MatMul")
        && node.getInputList().stream().allMatch(parts::isActivation);
  }

  /** The obstacle to 8-bit integers; empty where there is none. */
  Optional<String> int8Obstacle(NodeProto node) {
    OperatorRules.Entry entry = OperatorRules.entry(node, parts.model().opset());
    Layer glue = parts.of(node);
    if (glue != null && glue.floatReason() != null) {
      return Optional.of(glue.floatReason());
    }
    boolean fits =
        switch (entry.rule()) {
          case FLOAT -> false;
          case ANCHOR -> isAttention(node);
          case OWN_SCALES -> node.getInputList().stream().allMatch(this::isFloat);
          case SHARES_SCALE -> onlyFirstIsActivation(node);
          case ON_INTEGERS -> onlyFirstIsActivation(node) && hasConstantValue(node);
          case ABSORBED -> absorbs(node);
        };
    if (!fits) {
      return Optional.of(
          multipliesActivations(node)
              ? "attention's own MatMul stays in float unless asked for"
              : reason(entry));
    }
    List<String> outputs = Parts.outputs(node);
    if (!outputs.stream().allMatch(parts::isActivation)) {
      return Optional.of(entry.op() + " stays in float: what it makes is not FLOAT");
    }
    return missingRange(node, entry.rule());
  }

  /**
   * The obstacle of a node behind the last layer, whose result no layer reads: computed on
   * integers, it would leave the model in 256 steps, so that a classifier's scores tie. Its float
   * form costs no more, since what it takes would have to be dequantized behind it instead.
   */
  Optional<String> endObstacle(NodeProto node) {
    OperatorRules.Entry entry = OperatorRules.entry(node, parts.model().opset());
    boolean behindLast = parts.isTail(node) && !parts.ranked().isEmpty();
    boolean given = Parts.outputs(node).stream().anyMatch(scales::isGiven);
    return behindLast && !given && entry.rule() == Int8Rule.OWN_SCALES
        ? Optional.of(
            entry.op() + " stays in float: no layer follows, and 8 bits would coarsen the output")
        : Optional.empty();
  }

  private static String reason(OperatorRules.Entry entry) {
    return switch (entry.rule()) {
      case ANCHOR -> entry.op() + " stays in float: it has no constant weights";
      case OWN_SCALES, SHARES_SCALE, ON_INTEGERS ->
          entry.op() + " stays in float: its inputs are not all FLOAT tensors of a known type";
      case FLOAT, ABSORBED -> OperatorRules.floatReason(entry);
    };
  }

  private boolean onlyFirstIsActivation(NodeProto node) {
    return parts.activations(node).equals(List.of(node.getInput(0)));
  }

  /** True where what Pad fills in is known. */
  private boolean hasConstantValue(NodeProto pad) {
    return pad.getInputCount() <= 2
        || pad.getInput(2).isEmpty()
        || parts.floatConstant(pad.getInput(2)) != null;
  }

  private boolean isFloat(String input) {
    return parts.isActivation(input) || parts.floatConstant(input) != null;
  }

  /** True for an activation that alone reads the output of glue with scales of its own. */
  private boolean absorbs(NodeProto activation) {
    NodeProto producer = parts.graph().producer(activation.getInput(0));
    return producer != null
        && !parts.isLayer(producer)
        && OperatorRules.rule(producer, parts.model().opset()) == Int8Rule.OWN_SCALES
        && parts.onlyReader(activation.getInput(0)) != null
        && activation.getInputList().stream()
            .skip(1)
            .allMatch(bound -> bound.isEmpty() || parts.graph().isInitializer(bound));
  }

  /** The activation that a node's output is quantized behind; null where it has none. */
  @Nullable NodeProto absorbed(NodeProto node) {
    if (OperatorRules.rule(node, parts.model().opset()) != Int8Rule.OWN_SCALES) {
      return null;
    }
    NodeProto reader = parts.onlyReader(Parts.key(node));
    boolean absorbed =
        reader != null
            && !parts.isLayer(reader)
            && OperatorRules.rule(reader, parts.model().opset()) == Int8Rule.ABSORBED
            && absorbs(reader);
    return absorbed ? reader : null;
  }

  private Optional<String> missingRange(NodeProto node, Int8Rule rule) {
    if (rule != Int8Rule.ABSORBED) {
      for (String input : parts.activations(node)) {
        if (!scales.known(input)) {
          return Optional.of(scales.unknown(input));
        }
      }
    }
    if (absorbed(node) == null) {
      for (String output : Parts.outputs(node)) {
        if (!scales.known(output)) {
          return Optional.of(scales.unknown(output));
        }
      }
    }
    return Optional.empty();
  }
}

package io.layerbench.quantize;

import static io.layerbench.quantize.Int8Rule.ABSORBED;
import static io.layerbench.quantize.Int8Rule.ANCHOR;
import static io.layerbench.quantize.Int8Rule.FLOAT;
import static io.layerbench.quantize.Int8Rule.ON_INTEGERS;
import static io.layerbench.quantize.Int8Rule.OWN_SCALES;
import static io.layerbench.quantize.Int8Rule.SHARES_SCALE;

import io.layerbench.onnx.Graph;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rule of every operator for 8-bit integers, as ONNX Runtime's CPU kernels allow it; a test
 * holds each against the kernels that the runtime really fuses.
 */
final class OperatorRules {

  /**
   * One operator's rule.
   *
   * @param op the ONNX operator
   * @param rule what it needs
   * @param sinceOpset the first operator set whose form has an integer kernel
   * @param floatReason why it stays in float; empty where it need not
   */
  record Entry(String op, Int8Rule rule, long sinceOpset, String floatReason) {}

  private static final Map<String, Entry> ENTRIES =
      Stream.of(
              of("Conv", ANCHOR),
              of("ConvTranspose", ANCHOR),
              of("Gemm", ANCHOR),
              of("MatMul", ANCHOR),
              of("Add", OWN_SCALES),
              of("Mul", OWN_SCALES),
              of("Concat", OWN_SCALES),
              of("AveragePool", OWN_SCALES),
              of("GlobalAveragePool", OWN_SCALES),
              of("LeakyRelu", OWN_SCALES),
              of("Sigmoid", OWN_SCALES),
              new Entry("MaxPool", SHARES_SCALE, 12, ""),
              new Entry("ReduceMax", SHARES_SCALE, 12, ""),
              new Entry("ReduceMin", SHARES_SCALE, 12, ""),
              of("Expand", SHARES_SCALE),
              of("Flatten", SHARES_SCALE),
              of("Gather", SHARES_SCALE),
              of("GatherElements", SHARES_SCALE),
              of("Reshape", SHARES_SCALE),
              of("Resize", SHARES_SCALE),
              of("Slice", SHARES_SCALE),
              of("Split", SHARES_SCALE),
              of("Squeeze", SHARES_SCALE),
              of("Tile", SHARES_SCALE),
              of("Transpose", SHARES_SCALE),
              of("Unsqueeze", SHARES_SCALE),
              new Entry("Pad", ON_INTEGERS, 11, ""),
              of("Relu", ABSORBED),
              of("Clip", ABSORBED),
              stays("Softmax", "an 8-bit step is too coarse for its exponential"),
              stays("LogSoftmax", "an 8-bit step is too coarse for its logarithm"),
              stays("LayerNormalization", "mean and variance need more than 8 bits"),
              stays("InstanceNormalization", "mean and variance need more than 8 bits"),
              stays("GroupNormalization", "mean and variance need more than 8 bits"),
              stays("BatchNormalization", "it was not folded into a layer"),
              stays("LSTM", "its state is kept in float"),
              stays("GRU", "its state is kept in float"),
              stays("RNN", "its state is kept in float"))
          .collect(Collectors.toUnmodifiableMap(Entry::op, Function.identity()));

  private static final String ABSORBED_ONLY_BEHIND =
      "its clamp costs nothing behind an INT8 operator that only it reads, and has no integer"
          + " kernel elsewhere";

  private OperatorRules() {}

  private static Entry of(String op, Int8Rule rule) {
    return new Entry(op, rule, 10, "");
  }

  private static Entry stays(String op, String reason) {
    return new Entry(op, FLOAT, 10, reason);
  }

  /** Why 8 bits would damage what an operator computes; empty where that is not known of it. */
  static Optional<String> damage(NodeProto node) {
    return Optional.ofNullable(ENTRIES.get(node.getOpType()))
        .filter(entry -> entry.rule() == FLOAT)
        .map(Entry::floatReason);
  }

  /** The rule of an operator; unknown ones stay in float. */
  static Int8Rule rule(NodeProto node, long opset) {
    return entry(node, opset).rule();
  }

  /** The rule with its reason, for a node of a model of that operator set. */
  static Entry entry(NodeProto node, long opset) {
    String op = node.getOpType();
    if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
      return stays(op, "no INT8 rule for the operator domain " + node.getDomain());
    }
    Entry entry = ENTRIES.get(op);
    if (entry == null) {
      return stays(op, "no INT8 rule");
    }
    if (opset < entry.sinceOpset()) {
      return stays(op, "its integer form needs opset " + entry.sinceOpset());
    }
    String obstacle = obstacle(node);
    return obstacle == null ? entry : stays(op, obstacle);
  }

  private static @Nullable String obstacle(NodeProto node) {
    return switch (node.getOpType()) {
      case "MaxPool" ->
          node.getOutputCount() > 1 ? "its indices output has no integer kernel" : null;
      case "Resize" -> {
        AttributeProto mode = Graph.attribute(node, "mode");
        boolean nearest = mode == null || mode.getS().toStringUtf8().equals("nearest");
        yield nearest ? null : "only nearest neighbours can be taken without computing";
      }
      case "AveragePool" ->
          Graph.attribute(node, "dilations") == null ? null : "dilation has no integer kernel";
      default -> null;
    };
  }

  /** True where what comes out has the scale of input 0. */
  static boolean sharesScale(NodeProto node, long opset) {
    Int8Rule rule = rule(node, opset);
    return rule == SHARES_SCALE || rule == ON_INTEGERS;
  }

  /** Why that node is float where its rule alone does not say. */
  static String floatReason(Entry entry) {
    String reason = entry.rule() == ABSORBED ? ABSORBED_ONLY_BEHIND : entry.floatReason();
    return entry.op() + " stays in float: " + reason;
  }
}

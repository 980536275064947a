package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The FLOAT form of a quantized graph in the making. Tensors of integers are known by what they
 * stand for and exist only once something needs them that has no FLOAT form.
 */
final class FloatGraph {

  private final Graph source;
  private final Set<String> names = new HashSet<>();
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final Map<String, Integers> integers = new HashMap<>();
  private final Map<String, TensorProto> storedIntegers = new HashMap<>();
  private final Set<String> present = new HashSet<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final Map<String, QuantizationParameters> activations = new LinkedHashMap<>();
  private final Map<String, StoredConstant> constants = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * What a tensor of integers stands for.
   *
   * @param real the FLOAT tensor
   */
  record Integers(String real, QuantizationParameters parameters) {}

  FloatGraph(OnnxModel model) {
    this.source = model.graph();
    GraphProto proto = source.proto();
    proto.getInputList().forEach(input -> names.add(input.getName()));
    proto.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    for (NodeProto node : proto.getNodeList()) {
      names.addAll(node.getOutputList());
      names.addAll(Graph.reads(node));
    }
  }

  Graph source() {
    return source;
  }

  /** The result so far, with Identity nodes where a tensor was rounded. */
  GraphProto build() {
    return source.proto().toBuilder()
        .clearNode()
        .addAllNode(nodes)
        .addAllInitializer(initializers.values())
        .build();
  }

  Map<String, QuantizationParameters> activations() {
    return activations;
  }

  Map<String, StoredConstant> constants() {
    return constants;
  }

  /** By the name of a rounded tensor: the one that it is without rounding. */
  Map<String, String> aliases() {
    return aliases;
  }

  List<String> warnings() {
    return warnings;
  }

  String unique(String base) {
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** The tensor itself where that name is its rounded form. */
  String resolve(String tensor) {
    return aliases.getOrDefault(tensor, tensor);
  }

  @Nullable Integers integers(String tensor) {
    return integers.get(tensor);
  }

  /** The integers of a constant, from the file or from quantizing a FLOAT constant. */
  @Nullable TensorProto constantIntegers(String tensor) {
    TensorProto stored = storedIntegers.get(tensor);
    return stored == null ? source.initializers().get(tensor) : stored;
  }

  void add(NodeProto node) {
    nodes.add(node);
  }

  /** Adds a node as it is, with the integers that it reads. */
  void addUnchanged(NodeProto node) {
    Graph.reads(node).forEach(this::makePresent);
    nodes.add(node);
  }

  /**
   * States that integers stand for a FLOAT tensor.
   *
   * @return false where that tensor is quantized in another way already
   */
  boolean stands(String tensor, String real, QuantizationParameters parameters) {
    QuantizationParameters known = activations.putIfAbsent(real, parameters);
    if (known != null && !known.equals(parameters)) {
      return false;
    }
    integers.put(tensor, new Integers(real, parameters));
    return true;
  }

  void storeIntegers(String tensor, StoredConstant constant) {
    storedIntegers.put(tensor, constant.integers());
  }

  /** Puts a FLOAT constant in, with the integers that it comes from. */
  void keep(String name, StoredConstant stored) {
    put(stored.dequantized(name));
    constants.put(name, stored);
  }

  void put(TensorProto tensor) {
    initializers.put(tensor.getName(), tensor);
  }

  /** Lets a rounded tensor be the tensor itself. */
  void alias(NodeProto dequantize, String real) {
    String rounded = dequantize.getOutput(0);
    nodes.add(
        NodeProto.newBuilder()
            .setName(dequantize.getName())
            .setOpType("Identity")
            .addInput(real)
            .addOutput(rounded)
            .build());
    aliases.put(rounded, resolve(real));
  }

  /** Makes the FLOAT form of integers that come from outside or are meant in another way. */
  String dequantized(String tensor, QuantizationParameters parameters) {
    makePresent(tensor);
    String real = unique(tensor + "_float");
    addLinear("DequantizeLinear", tensor, real, parameters);
    activations.put(real, parameters);
    return real;
  }

  /** Gives integers back to a reader that has no FLOAT form. */
  void makePresent(String tensor) {
    Integers made = integers.get(tensor);
    TensorProto stored = storedIntegers.get(tensor);
    if (made != null && present.add(tensor)) {
      addLinear("QuantizeLinear", made.real(), tensor, made.parameters());
    } else if (stored != null && present.add(tensor)) {
      put(stored.toBuilder().setName(tensor).build());
    }
  }

  private void addLinear(
      String op, String input, String output, QuantizationParameters parameters) {
    String scale = unique(output + "_scale");
    String zeroPoint = unique(output + "_zero_point");
    put(Tensors.ofFloats(scale, new float[] {parameters.scale(0)}));
    put(
        StoredConstant.tensor(parameters.elementType(), new int[] {parameters.zeroPoint(0)})
            .toBuilder()
            .setName(zeroPoint)
            .build());
    nodes.add(
        NodeProto.newBuilder()
            .setName(unique(output + "_" + op))
            .setOpType(op)
            .addAllInput(List.of(input, scale, zeroPoint))
            .addOutput(output)
            .build());
  }

  /** Notes that a quantization is not read. */
  boolean leave(String tensor, String reason) {
    warnings.add(
        "The quantization of the tensor (" + tensor + ") stays in the graph: " + reason + ".");
    return false;
  }

  /** True for tensors that parameters can be read for. */
  static boolean isReadable(TensorProto integers) {
    int type = integers.getDataType();
    return type == ElementType.INT8.onnx()
        || type == ElementType.UINT8.onnx()
        || type == ElementType.INT32.onnx();
  }

  static NodeProto.Builder withoutAttribute(NodeProto node, String name) {
    NodeProto.Builder changed = node.toBuilder().clearAttribute();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!attribute.getName().equals(name)) {
        changed.addAttribute(attribute);
      }
    }
    return changed;
  }
}

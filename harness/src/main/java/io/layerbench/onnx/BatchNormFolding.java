package io.layerbench.onnx;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds batch normalisation into the weights before it.
 *
 * <p>For y = (x − mean) · γ / √(var + ε) + β with x = W∗z + b, per output channel: W' = W · γ /
 * √(var + ε) and b' = (b − mean) · γ / √(var + ε) + β (the ONNX specification's
 * BatchNormalization).
 */
public final class BatchNormFolding {

  private final Graph graph;
  private final Set<String> names = new HashSet<>();

  /** The folded producers by the tensor that the producer made. */
  private final Map<String, NodeProto> folded = new HashMap<>();

  /** The folded batch normalisations by the tensor that they made. */
  private final Set<String> dropped = new HashSet<>();

  private final Map<String, TensorProto> constants;

  private BatchNormFolding(Graph graph) {
    this.graph = graph;
    this.constants = new LinkedHashMap<>(graph.initializers());
    names.addAll(constants.keySet());
    graph.proto().getInputList().forEach(input -> names.add(input.getName()));
    graph.nodes().forEach(node -> names.addAll(node.getOutputList()));
  }

  /**
   * The model with every inference BatchNormalization folded whose input comes, for it alone, from
   * a Conv, ConvTranspose or plain Gemm (not transposed in A, alpha and beta 1), all with constant
   * FLOAT parameters. The others stay as they are. The producer keeps its name and takes over the
   * name of the normalised tensor; weights with other readers are copied.
   */
  public static OnnxModel fold(OnnxModel model) {
    OnnxModel current = model;
    while (true) {
      BatchNormFolding pass = new BatchNormFolding(current.graph());
      current.graph().nodes().forEach(pass::tryFold);
      if (pass.folded.isEmpty()) {
        return current;
      }
      // Again, since a batch normalisation may follow on another one.
      current = DeadCode.remove(Edges.withGraph(current, pass.result()));
    }
  }

  private GraphProto.Builder result() {
    GraphProto.Builder result = graph.proto().toBuilder().clearNode().clearInitializer();
    for (NodeProto node : graph.nodes()) {
      String output = Nodes.firstOutput(node);
      if (!dropped.contains(output)) {
        result.addNode(folded.getOrDefault(output, node));
      }
    }
    return result.addAllInitializer(constants.values());
  }

  private void tryFold(NodeProto norm) {
    if (!isInference(norm)) {
      return;
    }
    String between = Nodes.input(norm, 0);
    NodeProto producer = graph.producer(between);
    if (producer == null
        || graph.consumers(between).size() != 1
        || graph.isOutput(between)
        || !isFoldable(producer)) {
      return;
    }
    TensorProto weights = weights(Nodes.input(producer, 1));
    Optional<ChannelAffine> affine = affine(norm);
    if (weights == null || affine.isEmpty()) {
      return;
    }
    int channels = affine.get().channels();
    Optional<float[]> bias = bias(producer, channels);
    if (bias.isPresent() && channels == outputChannels(producer, weights)) {
      fold(producer, norm, weights, affine.get().shift(bias.get()), affine.get());
    }
  }

  private void fold(
      NodeProto producer,
      NodeProto norm,
      TensorProto weights,
      float[] newBias,
      ChannelAffine affine) {
    String output = norm.getOutput(0);
    float[] scaled = Tensors.floats(weights);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = affine.scale(scaled[i], channel(producer, weights, i));
    }
    TensorProto newWeights =
        Tensors.ofFloats(
            ownName(producer, 1, output + "/weights"),
            scaled,
            weights.getDimsList().stream().mapToLong(Long::longValue).toArray());
    TensorProto bias =
        Tensors.ofFloats(ownName(producer, 2, output + "/bias"), newBias, newBias.length);
    constants.put(newWeights.getName(), newWeights);
    constants.put(bias.getName(), bias);
    NodeProto.Builder changed =
        Nodes.renameOutput(producer, producer.getOutput(0), output)
            .clearInput()
            .addInput(producer.getInput(0))
            .addInput(newWeights.getName())
            .addInput(bias.getName());
    folded.put(producer.getOutput(0), changed.build());
    dropped.add(output);
  }

  /** The constant's own name where the node is its only reader, else a new one. */
  private String ownName(NodeProto node, int input, String otherwise) {
    String name = Nodes.input(node, input);
    boolean alone =
        !name.isEmpty()
            && graph.consumers(name).size() == 1
            && node.getInputList().stream().filter(name::equals).count() == 1
            && !graph.isOutput(name);
    if (alone) {
      return name;
    }
    String unique = otherwise;
    for (int i = 2; !names.add(unique); i++) {
      unique = otherwise + "_" + i;
    }
    return unique;
  }

  private static boolean isInference(NodeProto node) {
    return Nodes.is(node, "BatchNormalization")
        && node.getInputCount() == 5
        && Graph.attribute(node, "training_mode", 0) == 0
        && Nodes.outputs(node) == 1
        && !node.getOutput(0).isEmpty();
  }

  private static boolean isFoldable(NodeProto node) {
    if (Nodes.is(node, "Conv", "ConvTranspose")) {
      return true;
    }
    return Nodes.is(node, "Gemm")
        && Graph.attribute(node, "transA", 0) == 0
        && Nodes.attribute(node, "alpha", 1) == 1
        && Nodes.attribute(node, "beta", 1) == 1;
  }

  private @Nullable TensorProto weights(String name) {
    TensorProto tensor = graph.initializers().get(name);
    return tensor != null && tensor.getDataType() == ElementType.FLOAT.onnx() ? tensor : null;
  }

  private Optional<ChannelAffine> affine(NodeProto norm) {
    float[][] parameters = new float[4][];
    for (int i = 0; i < 4; i++) {
      TensorProto tensor = weights(Nodes.input(norm, i + 1));
      if (tensor == null || tensor.getDimsCount() != 1) {
        return Optional.empty();
      }
      parameters[i] = Tensors.floats(tensor);
      if (parameters[i].length != parameters[0].length) {
        return Optional.empty();
      }
    }
    return ChannelAffine.of(parameters, Nodes.attribute(norm, "epsilon", 1e-5f));
  }

  /** The bias per channel, zeros where there is none; empty where it cannot be told. */
  private Optional<float[]> bias(NodeProto producer, int channels) {
    String name = Nodes.input(producer, 2);
    if (name.isEmpty()) {
      return Optional.of(new float[channels]);
    }
    TensorProto tensor = weights(name);
    if (tensor == null) {
      return Optional.empty();
    }
    float[] values = Tensors.floats(tensor);
    List<Long> dims = tensor.getDimsList();
    boolean perChannel = !dims.isEmpty() && dims.get(dims.size() - 1) == channels;
    if (values.length == channels && perChannel) {
      return Optional.of(values);
    }
    if (values.length == 1 && Nodes.is(producer, "Gemm")) {
      float[] spread = new float[channels];
      Arrays.fill(spread, values[0]);
      return Optional.of(spread);
    }
    return Optional.empty();
  }

  private static long outputChannels(NodeProto node, TensorProto weights) {
    List<Long> dims = weights.getDimsList();
    if (Nodes.is(node, "Gemm")) {
      return dims.size() == 2 ? dims.get(isTransposed(node) ? 0 : 1) : -1;
    }
    if (dims.size() < 3) {
      return -1;
    }
    long groups = Graph.attribute(node, "group", 1);
    return Nodes.is(node, "Conv") ? dims.get(0) : dims.get(1) * groups;
  }

  private static boolean isTransposed(NodeProto gemm) {
    return Graph.attribute(gemm, "transB", 0) != 0;
  }

  /** The output channel that the weight at that place belongs to. */
  private static int channel(NodeProto node, TensorProto weights, int index) {
    List<Long> dims = weights.getDimsList();
    if (Nodes.is(node, "Gemm")) {
      long columns = dims.get(1);
      return (int) (isTransposed(node) ? index / columns : index % columns);
    }
    long kernel = 1;
    for (long dim : dims.subList(2, dims.size())) {
      kernel *= dim;
    }
    if (Nodes.is(node, "Conv")) {
      return (int) (index / (kernel * dims.get(1)));
    }
    // ConvTranspose: input channels first, in groups; each group makes dims[1] output channels.
    long perGroup = dims.get(1);
    long inputChannel = index / (kernel * perGroup);
    long group = inputChannel / (dims.get(0) / Graph.attribute(node, "group", 1));
    return (int) (group * perGroup + index / kernel % perGroup);
  }
}

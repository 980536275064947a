package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.TestAssets;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.proto.NodeProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerSplitterTest {

  private static OnnxModel prepare(OnnxModel model) {
    return OrtRunner.prepare(model, TestModels.shapes(model), 1);
  }

  private static List<Layer> split(OnnxModel model) {
    return LayerSplitter.split(prepare(model));
  }

  private static List<String> ranked(List<Layer> layers) {
    return layers.stream().filter(Layer::isRanked).map(Layer::name).toList();
  }

  private static Layer named(List<Layer> layers, String name) {
    return layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> ops(Layer layer) {
    return layer.nodes().stream().map(NodeProto::getOpType).toList();
  }

  @Test
  void aLayerWithAnEdgeOfUnknownTypeExistsButCannotBeCut() {
    OnnxModel untyped = InputShapes.fix(TestModels.mlp(), Map.of(), 1);
    List<Layer> layers = LayerSplitter.split(untyped);
    assertThat(layers).hasSize(3);
    assertThatThrownBy(() -> LayerCutter.cut(untyped, layers.get(0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(dense1)")
        .hasMessageContaining("(r1)");
  }

  @Test
  void aLayerOfAnotherModelCannotBeCut() {
    OnnxModel mlp = prepare(TestModels.mlp());
    Layer layer = split(TestModels.convReluConv()).get(0);
    assertThatThrownBy(() -> LayerCutter.cut(mlp, layer)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void controlFlowIsOneOpaquePart() {
    List<Layer> layers = split(TestModels.controlFlow());
    assertThat(ranked(layers)).containsExactly("before", "after");
    Layer choose = named(layers, "choose");
    assertThat(choose.kind()).isEqualTo(LayerKind.GLUE);
    assertThat(choose.floatReason()).isEqualTo("control flow");
    assertThat(choose.inputs()).containsExactly("c", "a1");
    assertThat(choose.constants()).containsExactly("b1");
    // Else the part of "total", "test" and "skip" would wrap around the If.
    assertThat(ops(named(layers, "total"))).containsExactly("ReduceSum", "Greater");
  }

  @Test
  void recurrentOperatorsSayWhyTheyStayFloat() {
    List<Layer> layers = split(TestModels.lstm());
    assertThat(ranked(layers)).containsExactly("out");
    assertThat(named(layers, "lstm").floatReason()).contains("LSTM");
    assertThat(named(layers, "lstm").parameterCount()).isEqualTo(24 * 4 + 24 * 6);
    assertThat(named(layers, "lstm").outputs()).containsExactly("h");
  }

  @Test
  void batchNormalisationThatCannotFoldFuses() {
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 1, 2, 4, 4)
            .constant(Tensors.of("wq", ElementType.INT8, ByteBuffer.wrap(new byte[4]), 2, 2, 1, 1))
            .scalar("s", 1)
            .positive("g", 2)
            .weights("b", 2)
            .weights("mean", 2)
            .positive("v", 2)
            .node("DequantizeLinear", "dq", "wq s", "w")
            .node("Conv", "conv", "x w", "c")
            .node("BatchNormalization", "bn", "c g b mean v", "n")
            .node("Relu", "relu", "n", "y")
            .output("y")
            .model();
    List<Layer> layers = split(model);
    assertThat(layers).hasSize(1);
    assertThat(ops(layers.get(0)))
        .containsExactly("Conv", "BatchNormalization", "Relu", "DequantizeLinear");
  }

  @Test
  void aSequenceNeverCrossesBetweenGlueParts() {
    OnnxModel model =
        new TestGraph("sequences", 13)
            .input("x", 2, 3)
            .weights("w", 3, 3)
            .longs("axis", 0)
            .constant(Tensors.ofLongs("one", new long[] {1}))
            .node("Neg", "early", "x", "n")
            .node("SequenceConstruct", "pack", "n x", "s")
            .node("MatMul", "dense", "n w", "m")
            .node("SequenceInsert", "insert", "s m", "t")
            .node("SequenceAt", "pick", "t one", "p")
            .node("Add", "add", "p m", "y")
            .output("y")
            .model();
    List<Layer> layers = split(model);
    assertThat(layers.stream().map(Layer::name)).containsExactly("early", "dense", "pack");
    assertThat(ops(named(layers, "pack")))
        .containsExactly("SequenceConstruct", "SequenceInsert", "SequenceAt", "Add");
    checkChain(model, prepare(model));
  }

  @Test
  void aConstantOutputBelongsToNoLayer() {
    OnnxModel model =
        new TestGraph("constantOutput", 13)
            .input("x", 2, 3)
            .weights("w", 3, 3)
            .node("Abs", "abs", "w", "k")
            .node("MatMul", "dense", "x k", "y")
            .output("y")
            .output("k")
            .model();
    OnnxModel prepared = prepare(model);
    assertThat(LayerSplitter.split(prepared)).hasSize(1);
    Map<String, TensorData> inputs = OrtRunner.randomInputs(prepared, 3);
    assertThat(OrtRunner.run(prepared, inputs)).isEqualTo(OrtRunner.run(model, inputs));
  }

  @Test
  void nothingFusesBehindAnOutputOrASecondReader() {
    List<Layer> layers = LayerSplitter.split(TestModels.sharedNames());
    // m4 is an output and m1 has two readers.
    assertThat(ops(named(layers, "fc_4"))).containsExactly("MatMul");
    assertThat(named(layers, "m3").nodes()).hasSize(2);
  }

  @Test
  void namesAreUniqueAndNeverAnotherPartsOwn() {
    List<Layer> layers = LayerSplitter.split(TestModels.sharedNames());
    assertThat(layers.stream().map(Layer::name))
        .containsExactly("fc", "fc_3", "fc_2", "m3", "fc_4", "r4");
  }

  @Test
  void residualNetwork() {
    List<Layer> layers = split(TestModels.convReluConv());
    assertThat(ranked(layers)).containsExactly("conv1", "depthwise", "conv2", "conv3", "fc");
    assertThat(ops(named(layers, "depthwise"))).containsExactly("Conv", "Clip");
    assertThat(named(layers, "depthwise").parameterCount()).isEqualTo(72);
    assertThat(named(layers, "conv1").parameterCount()).isEqualTo(8 * 27 + 8);
    assertThat(named(layers, "add").op()).isEqualTo("Add+MaxPool");
    assertThat(named(layers, "add").inputs()).containsExactly("c2", "r1");
  }

  @Test
  void denseLayersTakeTheirBiasAndActivation() {
    List<Layer> layers = split(TestModels.mlp());
    assertThat(ranked(layers)).containsExactly("dense1", "dense2");
    assertThat(ops(layers.get(0))).containsExactly("MatMul", "Add", "Relu");
    assertThat(ops(layers.get(1))).containsExactly("MatMul", "Add");
    assertThat(layers.get(1).parameterCount()).isEqualTo(32 * 4 + 4);
  }

  @Test
  void attentionHasFourLayersAndItsProductsAreGlue() {
    assertThat(ranked(split(TestModels.attention()))).containsExactly("q", "k", "v", "o");
  }

  @Test
  void storedQuantizedWeightsAreConstant() {
    List<Layer> layers = split(TestModels.storedQuantized());
    assertThat(ranked(layers)).containsExactly("conv", "dense", "again");
    assertThat(named(layers, "dense").parameterCount()).isEqualTo(12 * 5 + 5);
    assertThat(named(layers, "dense").anchor().getOpType()).isEqualTo("MatMul");
    assertThat(named(layers, "again").constants()).contains("fq", "ws", "wz");
  }

  @Test
  void nodesNamedAlikeRunOnceTheyAreRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shared.onnx");
    Files.write(file, TestModels.sharedNames().toBytes());
    OnnxModel read = ModelReader.read(file);
    List<String> names = LayerSplitter.split(prepare(read)).stream().map(Layer::name).toList();
    assertThat(names).containsExactly("fc", "fc_3", "fc_2", "m3", "fc_4", "r4");
    checkChain(read, prepare(read));
  }

  static List<OnnxModel> models() {
    return TestModels.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void layersRunOneAfterTheOtherGiveTheWholeModel(OnnxModel model) {
    checkChain(model, prepare(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10/resnet20.onnx", "m5/m5.onnx", "sst2/sst2_head.onnx"})
  void layersOfRealModelsRunOneAfterTheOther(String asset) {
    OnnxModel model = ModelReader.read(TestAssets.require(asset));
    checkChain(model, prepare(model));
  }

  private static void checkChain(OnnxModel model, OnnxModel prepared) {
    Map<String, TensorData> inputs = OrtRunner.randomInputs(prepared, 7);
    Map<String, TensorData> whole = OrtRunner.run(Edges.withAllEdgesAsOutputs(prepared), inputs);
    Map<String, TensorData> known = new HashMap<>(inputs);
    List<Layer> layers = LayerSplitter.split(prepared);
    for (Layer layer : layers) {
      assertThat(known.keySet()).as("order at %s", layer.name()).containsAll(layer.inputs());
      Map<String, TensorData> made = OrtRunner.run(LayerCutter.cut(prepared, layer), known);
      assertThat(made.keySet()).containsExactlyInAnyOrderElementsOf(layer.outputs());
      made.forEach(
          (name, data) ->
              assertThat(OrtRunner.difference(data, whole.get(name))).as(name).isLessThan(1e-4));
      known.putAll(made);
    }
    Map<String, TensorData> original =
        OrtRunner.run(
            InputShapes.fix(
                model,
                Map.copyOf(
                    inputs.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().shape()))),
                1),
            inputs);
    original.forEach(
        (name, data) ->
            assertThat(OrtRunner.difference(data, known.get(name))).as(name).isLessThan(1e-4));
    checkNodesOnce(prepared, layers);
  }

  private static void checkNodesOnce(OnnxModel prepared, List<Layer> layers) {
    List<String> made = new ArrayList<>();
    for (Layer layer : layers) {
      layer.nodes().stream()
          .filter(node -> !node.getOpType().equals("DequantizeLinear"))
          .forEach(node -> made.addAll(node.getOutputList()));
    }
    made.removeIf(String::isEmpty);
    Set<String> once = new HashSet<>(made);
    assertThat(made).hasSameSizeAs(once);
    for (NodeProto node : prepared.graph().nodes()) {
      if (!node.getOpType().equals("DequantizeLinear")) {
        assertThat(once).contains(Nodes.firstOutput(node));
      }
    }
    assertThat(layers.stream().map(Layer::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "efficientnet-lite0/efficientnet_lite0.onnx, 50",
    "cifar10/resnet8.onnx, 10",
    "cifar10/resnet20.onnx, 20",
    "cifar10/resnet56.onnx, 56",
    "squeezenet/squeezenet1_1.onnx, 26",
    "kws/kws_ds_cnn.onnx, 10",
    "vww/vww_mobilenet_v1_025.onnx, 28",
    "m5/m5.onnx, 5",
  })
  void realNetworksHaveTheLayersOfTheirPapers(String asset, int layers) {
    OnnxModel prepared = prepare(ModelReader.read(TestAssets.require(asset)));
    List<Layer> split = LayerSplitter.split(prepared);
    assertThat(ranked(split)).hasSize(layers);
    assertThat(split.stream().flatMap(layer -> ops(layer).stream()))
        .doesNotContain("BatchNormalization", "Identity", "Dropout", "Constant", "Shape");
  }
}

package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real models that arrive quantized are prepared as every model is, and give what their file gives.
 */
class ArrivedModelsTest {

  private final Path folder;

  ArrivedModelsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * To the bit, but where the file leaves the biases in float, as it does with signed activations
   * here and in PyTorch: ONNX Runtime rounds them itself only where it fuses the layer.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet8, UINT8, false",
    "resnet8, UINT8, true",
    "resnet8, INT8, true",
    "kws, UINT8, false",
    "kws, UINT8, true",
    "kws, INT8, true"
  })
  void fullInt8GivesWhatTheFileGives(String name, ActivationType type, boolean inPyTorchsManner)
      throws IOException {
    AssetModels asset = AssetModels.of(name);
    Scheme scheme = Scheme.baseline(type).withPerChannelWeights(inPyTorchsManner);
    OnnxModel own =
        new ModelQuantizer(asset.model(), asset.layers(), scheme, asset.calibrate(8), Fp16.STORAGE)
            .build(asset.all(Precision.INT8));
    OnnxModel file = inPyTorchsManner ? inPyTorchsManner(own) : own;

    Tasks.Prepared prepared = prepare(file);

    OnnxModel model = ModelReader.read(Path.of(prepared.file()));
    assertThat(model.graph().nodes()).noneMatch(node -> node.getOpType().endsWith("Linear"));
    List<Layer> layers = LayerSplitter.split(model);
    GivenParameters given =
        QuantizedModelReader.given(Path.of(Objects.requireNonNull(prepared.quantized())));
    ModelQuantizer quantizer = ModelQuantizer.asGiven(model, layers, given);
    Map<String, Precision> plan = new HashMap<>();
    layers.stream()
        .filter(Layer::isRanked)
        .forEach(layer -> plan.put(layer.name(), Precision.INT8));
    assertThat(plan).hasSameSizeAs(asset.all(Precision.INT8));
    float[][] ours = asset.scores(quantizer.build(plan), 40, true);
    float[][] theirs = asset.scores(file, 40, true);
    assertThat(AssetModels.differences(ours, theirs)).isZero();
    if (type == ActivationType.UINT8) {
      assertThat(ours).isDeepEqualTo(theirs);
    }
  }

  @Test
  void aFloatModelHasNoQuantizedFile() throws IOException {
    Tasks.Prepared prepared = prepare(HandModels.residual(13).model());
    assertThat(prepared.quantized()).isNull();
    assertThat(folder.resolve(Tasks.Prepared.QUANTIZED)).doesNotExist();
    assertThat(QuantizedModelReader.given(null).isEmpty()).isTrue();
  }

  private Tasks.Prepared prepare(OnnxModel model) throws IOException {
    Path file = Files.write(folder.resolve("file.onnx"), model.toBytes());
    return new InProcessWorker()
        .prepare(
            new Tasks.Prepare(
                file.toString(),
                Map.of(),
                1,
                new DataSource(null, null, 1),
                folder.resolve("prepared.onnx").toString()));
  }

  /**
   * The same file with scales and zero points in Constant nodes and the weights in float, each
   * rounded by a pair of its own.
   */
  private static OnnxModel inPyTorchsManner(OnnxModel file) {
    Graph graph = file.graph();
    GraphProto.Builder made = file.proto().getGraph().toBuilder().clearNode().clearInitializer();
    Map<String, TensorProto> kept = new HashMap<>(graph.initializers());
    Set<String> constants = new HashSet<>();
    for (NodeProto node : graph.nodes()) {
      if (!node.getOpType().endsWith("eLinear")) {
        continue;
      }
      for (String parameter : node.getInputList().subList(1, node.getInputCount())) {
        if (constants.add(parameter)) {
          made.addNode(constant(Objects.requireNonNull(kept.remove(parameter))));
        }
      }
    }
    for (NodeProto node : graph.nodes()) {
      TensorProto integers = kept.get(node.getInput(0));
      if (node.getOpType().equals("DequantizeLinear")
          && integers != null
          && integers.getDataType() == ElementType.INT8.onnx()) {
        kept.remove(integers.getName());
        String real = integers.getName() + "_real";
        made.addInitializer(dequantized(graph, node, integers, real));
        made.addNode(
            node.toBuilder()
                .setName(real + "_node")
                .setOpType("QuantizeLinear")
                .setInput(0, real)
                .setOutput(0, integers.getName()));
      }
      made.addNode(node);
    }
    made.addAllInitializer(kept.values());
    return OnnxModel.of(file.proto().toBuilder().setGraph(made).build(), file.name());
  }

  private static TensorProto dequantized(
      Graph graph, NodeProto node, TensorProto integers, String name) {
    QuantizationParameters parameters =
        Objects.requireNonNull(
            new LinearParameters(graph)
                .of(
                    LinearParameters.stated(node),
                    node.getInput(0),
                    integers,
                    integers.getDataType()));
    return new StoredConstant(integers, parameters).dequantized(name);
  }

  private static NodeProto constant(TensorProto tensor) {
    return NodeProto.newBuilder()
        .setOpType("Constant")
        .setName(tensor.getName() + "_node")
        .addOutput(tensor.getName())
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor))
        .build();
  }
}

package io.layerbench.onnx.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.layerbench.base.TensorData;
import io.layerbench.onnx.InputShapes;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.OrtRunner;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference networks against what torchvision documents of its own. */
class ReferenceNetworksTest {

  private static final OnnxModel RESNET = ResNet18.of(1);
  private static final OnnxModel MOBILENET = MobileNetV2.of(1);

  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of(RESNET, 11_689_512L, 21, 1.814e9),
        Arguments.of(MOBILENET, 3_504_872L, 53, 0.301e9));
  }

  @ParameterizedTest
  @MethodSource("published")
  void hasThePublishedParametersLayersAndMultiplications(
      OnnxModel model, long parameters, int layers, double macs) {
    assertThat(trainable(model)).isEqualTo(parameters);
    OnnxModel prepared = OrtRunner.prepare(model, Map.of(), 1);
    List<Layer> ranked = LayerSplitter.split(prepared).stream().filter(Layer::isRanked).toList();
    assertThat(ranked).hasSize(layers);
    assertThat(prepared.graph().nodes())
        .extracting(NodeProto::getOpType)
        .doesNotContain("BatchNormalization");
    assertThat(macs(prepared)).isCloseTo(macs, withPercentage(0.2));
  }

  /** Without batch norm's running statistics, which are not learnt. */
  private static long trainable(OnnxModel model) {
    return model.graph().initializers().entrySet().stream()
        .filter(one -> one.getKey().endsWith(".weight") || one.getKey().endsWith(".bias"))
        .mapToLong(one -> Tensors.elements(one.getValue()))
        .sum();
  }

  /** Multiplications of convolutions and the classifier: each weight once per output position. */
  private static double macs(OnnxModel prepared) {
    double macs = 0;
    for (NodeProto node : prepared.graph().nodes()) {
      if (List.of("Conv", "Gemm").contains(node.getOpType())) {
        TensorProto weight =
            Objects.requireNonNull(prepared.graph().initializers().get(node.getInput(1)));
        TensorType type = Objects.requireNonNull(prepared.graph().type(node.getOutput(0)));
        long positions =
            type.dims().stream().skip(2).mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        macs += (double) Tensors.elements(weight) * positions;
      }
    }
    return macs;
  }

  @Test
  void layersAreCalledAsInTorchvision() {
    assertThat(RESNET.graph().nodes())
        .extracting(NodeProto::getName)
        .contains("conv1", "layer1.0.conv1", "layer2.0.downsample.0", "layer4.1.conv2", "fc");
    assertThat(MOBILENET.graph().nodes())
        .extracting(NodeProto::getName)
        .contains(
            "features.0.0",
            "features.1.conv.0.0",
            "features.1.conv.1",
            "features.3.conv.1.0",
            "features.17.conv.2",
            "features.18.0",
            "classifier.1");
  }

  @Test
  void theSameSeedGivesTheSameBytesOnEveryMachine() {
    assertThat(RESNET.sha256())
        .isEqualTo("73a167a974f3e0e480bca873c6d37753ec8b0354361f8684c56593193642afde");
    assertThat(MOBILENET.sha256())
        .isEqualTo("0220eeddfb65dfdd12bc79d9fbc190e1d598c4f7b648258c13b0593b67d6b519");
    assertThat(MobileNetV2.of(1).toBytes()).isEqualTo(MOBILENET.toBytes());
    assertThat(MobileNetV2.of(2).sha256()).isNotEqualTo(MOBILENET.sha256());
  }

  static Stream<OnnxModel> networks() {
    return Stream.of(RESNET, MOBILENET);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void answersEachImageDifferentlyAndInASaneRange(OnnxModel model, @TempDir Path folder)
      throws Exception {
    Path file = Files.write(folder.resolve("network.onnx"), model.toBytes());
    OnnxModel read = InputShapes.fix(ModelReader.read(file), Map.of(), 2);

    TensorData logits =
        Objects.requireNonNull(OrtRunner.run(read, OrtRunner.randomInputs(read, 3)).get("logits"));

    assertThat(logits.shape()).containsExactly(2, 1000);
    float[] values = logits.toFloats();
    double square = 0;
    double difference = 0;
    for (int i = 0; i < 1000; i++) {
      square += (double) values[i] * values[i] / 1000;
      double apart = (double) values[i] - values[i + 1000];
      difference += apart * apart / 1000;
    }
    assertThat(Math.sqrt(square)).isBetween(0.05, 20.0);
    assertThat(Math.sqrt(difference / square)).isGreaterThan(0.01);
  }
}

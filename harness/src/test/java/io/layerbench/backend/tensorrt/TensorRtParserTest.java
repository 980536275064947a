package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Symmetry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What TensorRT's own parser and builder make of the files that this program writes. */
class TensorRtParserTest {

  private static final Set<String> ANCHORS =
      Set.of("CONVOLUTION", "DECONVOLUTION", "MATRIX_MULTIPLY");

  /** TensorRT's importer adds dimensions to weights: of convolutions over time, and of products. */
  private static final Set<String> RESHAPES = Set.of("SHUFFLE", "UNSQUEEZE");

  private final Path folder;

  TensorRtParserTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8",
        "resnet20",
        "resnet56",
        "kws",
        "vww",
        "m5",
        "squeezenet",
        "efficientnet-lite0",
        "minilm"
      })
  void everyFileIsTakenWithItsOwnTypes(String name) throws IOException, InterruptedException {
    TensorRtChild.require();
    Path models = folder.resolve("models");
    WrittenModels.of(name, models).writeAll();

    List<ParseChild.Parsed> parsed = parse(models);

    assertThat(parsed).hasSizeGreaterThan(20);
    assertThat(parsed)
        .allSatisfy(
            file -> {
              assertThat(file.error()).as(file.file()).isEmpty();
              assertThat(file.buildable()).as(file.file()).isTrue();
            });
    parsed.stream().filter(file -> file.file().contains("-fp32-")).forEach(this::allIsSingle);
    parsed.stream()
        .filter(file -> file.file().matches(".*-fp16-tensor-layer\\d+\\.onnx"))
        .forEach(this::anchorsAreHalf);
    parsed.stream()
        .filter(file -> file.file().matches(".*-int8-\\w+-layer\\d+\\.onnx"))
        .forEach(this::anchorsReadIntegers);
    assertThat(parsed)
        .filteredOn(file -> file.file().endsWith("-model.onnx"))
        .hasSize(4)
        .filteredOn(file -> file.file().contains("-int8-"))
        .allSatisfy(file -> assertThat(integerAnchors(file)).isPositive());
  }

  private void allIsSingle(ParseChild.Parsed file) {
    assertThat(file.layers())
        .as(file.file())
        .flatExtracting(NetworkLayer::outputs)
        .extracting(NetworkLayer.Edge::type)
        .doesNotContain("HALF", "INT8");
  }

  private void anchorsAreHalf(ParseChild.Parsed file) {
    assertThat(anchors(file))
        .as(file.file())
        .isNotEmpty()
        .allSatisfy(
            anchor -> {
              assertThat(anchor.inputs()).extracting(NetworkLayer.Edge::type).containsOnly("HALF");
              assertThat(anchor.outputs()).extracting(NetworkLayer.Edge::type).containsOnly("HALF");
            });
  }

  private void anchorsReadIntegers(ParseChild.Parsed file) {
    assertThat(integerAnchors(file)).as(file.file()).isEqualTo(anchors(file).size()).isPositive();
  }

  /** Anchors whose activations and weights are both dequantized from INT8. */
  private static long integerAnchors(ParseChild.Parsed file) {
    Map<String, NetworkLayer> makers = new HashMap<>();
    for (NetworkLayer layer : file.layers()) {
      layer.outputs().forEach(output -> makers.put(output.name(), layer));
    }
    return anchors(file).stream()
        .filter(
            anchor ->
                anchor.inputs().size() >= 2
                    && anchor.inputs().stream()
                        .limit(2)
                        .allMatch(input -> isFromIntegers(input, makers)))
        .count();
  }

  private static boolean isFromIntegers(NetworkLayer.Edge edge, Map<String, NetworkLayer> makers) {
    NetworkLayer maker = makers.get(edge.name());
    while (maker != null && RESHAPES.contains(maker.type())) {
      maker = makers.get(maker.inputs().get(0).name());
    }
    return maker != null
        && maker.type().equals("DEQUANTIZE")
        && maker.inputs().get(0).type().equals("INT8");
  }

  private static List<NetworkLayer> anchors(ParseChild.Parsed file) {
    return file.layers().stream().filter(layer -> ANCHORS.contains(layer.type())).toList();
  }

  @Test
  void whatOtherSchemesWriteIsRefusedWithTheReason() throws IOException, InterruptedException {
    TensorRtChild.require();
    Path models = folder.resolve("models");
    WrittenModels resnet = WrittenModels.of("resnet8", models);
    Scheme unsigned = Scheme.baseline(ActivationType.UINT8);
    Scheme signed = unsigned.withActivations(ActivationType.INT8, Symmetry.SYMMETRIC);
    resnet.writeInt8("unsigned", unsigned);
    resnet.writeInt8("integerbias", signed);
    resnet.writeInt8("weightzero", signed.withWeightSymmetry(Symmetry.ASYMMETRIC));

    Map<String, String> errors = new HashMap<>();
    parse(models).stream()
        .filter(file -> file.file().endsWith("-model.onnx"))
        .forEach(file -> errors.put(file.file().split("-", -1)[2], file.error()));

    assertThat(errors).hasSize(3);
    assertThat(error(errors, "unsigned")).contains("Non-zero zero point is not supported");
    assertThat(error(errors, "weightzero")).contains("Non-zero zero point is not supported");
    assertThat(error(errors, "integerbias"))
        .contains("input has type Int32 but must have type FP8, FP4, Int4, or Int8");
  }

  private static String error(Map<String, String> errors, String kind) {
    return Objects.requireNonNull(errors.get(kind), kind);
  }

  private List<ParseChild.Parsed> parse(Path models) throws IOException, InterruptedException {
    return TensorRtChild.run(ParseChild.class, folder, models, ParseChild.Parsed.class);
  }

  @Test
  void theBuilderIsConfiguredAndCallsTheMonitor() throws IOException, InterruptedException {
    TensorRtChild.require();
    Path models = folder.resolve("models");
    WrittenModels.of("resnet8", models).writeAll();

    SafetyBuildChild.Seen seen =
        TensorRtChild.run(
                SafetyBuildChild.class,
                folder,
                models.resolve("resnet8-int8-tensor-model.onnx"),
                SafetyBuildChild.Seen.class)
            .get(0);

    assertThat(seen.supported()).isTrue();
    assertThat(seen.tf32()).isFalse();
    assertThat(seen.workspaceBytes()).isEqualTo(TensorRt.WORKSPACE_BYTES);
    // By TensorRT itself, through the table of functions made in Java.
    assertThat(seen.calls())
        .contains("start Optimizing graph 30", "step Optimizing graph", "finish Optimizing graph");
    assertThat(seen.profiled()).containsExactly("conv1 + relu1 1.25");
    // The graph was optimized, INT8 and all; only kernels cannot be had without a GPU.
    assertThat(seen.reason()).contains("Could not find any implementation for node");
  }
}

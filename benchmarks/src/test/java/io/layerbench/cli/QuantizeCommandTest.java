package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of other precisions, without a run. */
class QuantizeCommandTest {

  private final Path folder;

  QuantizeCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "int4", "int9"})
  void whatNoBackendExecutesIs2(String precision) throws Exception {
    Cli.Result result = quantize(precision, folder.resolve("out.onnx"));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("(" + precision + ")");
  }

  @Test
  void anUnwritableFileIs5() throws Exception {
    Cli.Result result = quantize("int8", folder.resolve("missing").resolve("out.onnx"));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(5);
    assertThat(result.err()).contains("out.onnx");
  }

  @ParameterizedTest
  @CsvSource({"int8, QuantizeLinear", "int8-dynamic, MatMulInteger", "fp16, Cast"})
  void writesAModelOfThatPrecision(String precision, String operator) throws Exception {
    Path out = folder.resolve("out.onnx");

    Cli.Result result = quantize(precision, out);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out()).contains("layers changed");
    OnnxModel made = ModelReader.read(out);
    assertThat(made.graph().nodes().stream().map(node -> node.getOpType())).contains(operator);
  }

  @Test
  void aPlanCountsInsteadOfThePrecision() throws Exception {
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Path out = folder.resolve("mixed.onnx");

    Cli.Result result =
        Cli.child(
            folder,
            "quantize",
            "--model",
            SharedRun.get().model(),
            "--plan",
            run.resolve("plan.json"),
            "--samples",
            4,
            "--output",
            out);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(Files.readAllBytes(out))
        .isEqualTo(Files.readAllBytes(run.resolve("models/mixed.onnx")));
  }

  @Test
  void asymmetricWeightsHaveZeroPoints() throws Exception {
    Path out = folder.resolve("out.onnx");

    Cli.Result result = quantize("int8", out, "--weights", "asymmetric", "--per-channel");

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).contains("weights asymmetric per channel");
    ByteString zeroPoints =
        Objects.requireNonNull(ModelReader.read(out).graph().initializers().get("w1_dq_zero_point"))
            .getRawData();
    assertThat(zeroPoints.toByteArray()).hasSize(32);
    assertThat(zeroPoints).isNotEqualTo(ByteString.copyFrom(new byte[32]));
  }

  @ParameterizedTest
  @CsvSource({
    "--weights, asymmetric, asymmetric weights",
    "--activations, uint8, UINT8 activations",
    "--activation-symmetry, asymmetric, asymmetric activations"
  })
  void zeroPointsThatTheBackendDoesNotTakeAre2(String option, String value, String what)
      throws Exception {
    Cli.Result result =
        quantize("int8", folder.resolve("out.onnx"), "--backend", "tensorrt", option, value);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("zero point 0").contains(what);
  }

  @Test
  void layerOptionsCountForTheLayersThatTheyMatch() throws Exception {
    Path rules =
        Files.writeString(
            folder.resolve("layers.json"),
            """
            {"format_version": 1, "layers": [
              {"match": "dense?", "per_channel": true},
              {"match": "dense2", "precision": "fp32"}]}
            """);
    Path out = folder.resolve("out.onnx");

    Cli.Result result = quantize("int8", out, "--layer-options", rules);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out()).contains("1 layers changed, 1 left");
    assertThat(result.err()).contains("dense2 stays FP32: the layer options keep it in fp32");
    OnnxModel made = ModelReader.read(out);
    assertThat(Objects.requireNonNull(made.graph().initializers().get("w1_dq_scale")).getDimsList())
        .containsExactly(32L);
    assertThat(made.graph().initializers()).containsKey("w2").doesNotContainKey("w1");
  }

  @ParameterizedTest
  @CsvSource({"'{', layers.json", "'{\"format_version\": 1, \"layers\": []}', (layers)"})
  void layerOptionsThatAreNotValidAre6(String text, String reason) throws Exception {
    Path rules = Files.writeString(folder.resolve("layers.json"), text);

    Cli.Result result = quantize("int8", folder.resolve("out.onnx"), "--layer-options", rules);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains(reason);
  }

  @Test
  void layerOptionsForNoLayerAre6() throws Exception {
    Path rules =
        Files.writeString(
            folder.resolve("layers.json"),
            "{\"format_version\": 1, \"layers\": [{\"match\": \"conv*\", \"precision\": \"int8\"}]}");
    Path out = folder.resolve("out.onnx");

    Cli.Result result = quantize("int8", out, "--layer-options", rules);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("(conv*)");
    assertThat(out).doesNotExist();
  }

  private Cli.Result quantize(String precision, Path out, Object... more) throws Exception {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "quantize",
                "--model",
                SharedRun.get().model(),
                "--precision",
                precision,
                "--samples",
                4,
                "--output",
                out));
    arguments.addAll(List.of(more));
    return Cli.child(folder, arguments.toArray());
  }
}

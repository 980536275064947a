package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private Cli.Result quantize(String precision, Path out) throws Exception {
    return Cli.child(
        folder,
        List.of(
                "quantize",
                "--model",
                SharedRun.get().model(),
                "--precision",
                precision,
                "--samples",
                4,
                "--output",
                out)
            .toArray());
  }
}

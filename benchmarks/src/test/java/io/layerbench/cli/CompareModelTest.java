package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.TestModels;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.RunLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model from elsewhere is one more row, timed and evaluated as its file has it. */
class CompareModelTest {

  private final Path folder;

  CompareModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "=model.onnx", "a b=model.onnx", "int8=model.onnx", ""})
  void whatIsNotNameAndFileIs2(String text) throws Exception {
    Cli.Result result =
        Cli.here("run", "--model", SharedRun.get().model(), "--compare-model", text);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("--compare-model");
  }

  @Test
  void aMissingFileIs6() throws Exception {
    Cli.Result result = run("theirs=" + folder.resolve("none.onnx"));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("none.onnx");
  }

  @Test
  void aModelWithOtherInputsIs6AndLeavesNoRun() throws Exception {
    Path other = Files.write(folder.resolve("other.onnx"), TestModels.convReluConv().toBytes());

    Cli.Result result = run("theirs=" + other);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("(theirs) has other inputs");
    assertThat(Runs.all(folder.resolve("results"))).isEmpty();
  }

  @Test
  void isTimedAndEvaluatedBesideTheOthers() throws Exception {
    Path int8 = RunFiles.only(SharedRun.get().results()).models().resolve("int8.onnx");

    Cli.Result result = run("theirs=" + int8);

    assertThat(result.exitCode()).as(result.text()).isZero();
    RunFolder run = RunFiles.only(folder.resolve("results"));
    assertThat(run.readRecord().options().compareModels()).containsOnlyKeys("theirs");
    assertThat(run.readRecord().plannedCases()).contains("cpu/theirs/model");
    List<EvaluationRow> rows = RunLoader.load(run).evaluation();
    EvaluationRow theirs = row(rows, "theirs");
    EvaluationRow ours = row(rows, EvaluationCsv.INT8);
    EvaluationRow dynamic = row(rows, EvaluationCsv.DYNAMIC);
    assertThat(dynamic.latencyMs()).isPositive();
    assertThat(dynamic.psnrDb()).isNotNull().isNotEqualTo(ours.psnrDb());
    assertThat(run.models().resolve("int8-dynamic.onnx")).exists();
    assertThat(theirs.latencyMs()).isPositive();
    assertThat(theirs.psnrDb()).isEqualTo(ours.psnrDb());
    assertThat(theirs.sizeMb()).isEqualTo(Files.size(int8) / 1e6);
    assertThat(Files.readString(run.file("report.html"))).contains("theirs");
  }

  private Cli.Result run(String compared) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(SharedRun.options(SharedRun.get().model(), folder.resolve("results")));
    arguments.addAll(List.of("--compare-model", compared));
    arguments.set(arguments.indexOf("fp32,int8"), "fp32,int8,int8-dynamic");
    return Cli.child(folder, arguments.toArray());
  }

  private static EvaluationRow row(List<EvaluationRow> rows, String method) {
    return rows.stream().filter(row -> row.method().equals(method)).findFirst().orElseThrow();
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in latency suite, and the built-in networks by themselves. */
class SuiteRunTest {

  /** Two or three layers of each network. */
  private static final String FEW_LAYERS = "*1.*0.*";

  private final Path folder;

  SuiteRunTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anUnknownSuiteIs2AndNamesTheKnownOnes() {
    Cli.Result result = Cli.here("run", "--suite", "everything");

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("(everything)").contains("the suites are: reference");
  }

  @ParameterizedTest
  @CsvSource({
    "--model, builtin:m5",
    "--data, dataset.json",
    "--data-root, folder",
    "--compare-model, theirs=model.onnx",
    "--sensitivity, sensitivity.csv",
    "--resume, latest"
  })
  void whatBelongsToOneModelIs2(String option, String value) {
    Cli.Result result = Cli.here("run", "--suite", "reference", option, value);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains(option + " (" + value + ")").contains("--suite");
  }

  @Test
  void anUnknownBuiltinModelIs2AndNamesTheKnownOnes() {
    Cli.Result result = Cli.here("layers", "--model", "builtin:vgg");

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("(builtin:vgg)").contains("builtin:resnet18");
  }

  @Test
  void dataForANetworkWithSeededWeightsIs2() {
    Cli.Result result = Cli.here("run", "--model", "builtin:resnet18", "--data", "dataset.json");

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("--data (dataset.json)").contains("(builtin:resnet18)");
  }

  @Test
  void theLayersOfABuiltinNetworkAreListed() throws Exception {
    Cli.Result result = Cli.child(folder, "layers", "--model", "builtin:mobilenetv2");

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out()).contains("features.3.conv.1.0").contains("classifier.1");
  }

  @Test
  void aDryRunListsTheCasesOfBothAndLeavesNothing() throws Exception {
    Cli.Result result = run("--dry-run");

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "ResNet-18",
            "cpu/fp32/layer/layer1.0.conv1",
            "MobileNetV2",
            "cpu/fp32/layer/features.1.conv.0.0");
    assertThat(result.err()).containsPattern("[1-9]\\d* forks, and \\d+ of sentinels");
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void bothNetworksStandInOneTableBesideThePapersFigures() throws Exception {
    Cli.Result result = run();

    assertThat(result.exitCode()).as(result.text()).isZero();
    Path results = folder.resolve("results");
    assertThat(Runs.all(results))
        .extracting(run -> RunFolder.open(run).readRecord().options().model())
        .containsExactlyInAnyOrder("builtin:resnet18", "builtin:mobilenetv2");
    Path file = table(results);
    assertThat(result.out())
        .contains("ResNet-18", "MobileNetV2", "the paper's machine, not on this one")
        .contains("Table: " + file);
    List<CsvTable.Row> rows = rows(file);
    assertThat(rows)
        .filteredOn(row -> row.text("method").equals(EvaluationCsv.FP32))
        .extracting(row -> row.text("network") + " " + row.number("paper_latency_ms"))
        .containsExactly("ResNet-18 82.0", "MobileNetV2 38.2");
    assertThat(rows)
        .filteredOn(row -> row.text("method").equals(EvaluationCsv.INT8))
        .extracting(row -> row.text("network") + " " + row.number("paper_size_mb"))
        .containsExactly("ResNet-18 11.2", "MobileNetV2 3.4");
    assertThat(rows)
        .filteredOn(row -> row.text("method").equals(EvaluationCsv.MIXED))
        .hasSize(2)
        .allMatch(row -> row.textOrNull("paper_latency_ms") == null);
    assertThat(rows).allMatch(row -> row.number("latency_ms") > 0);
    assertThat(rows.get(0).number("size_mb")).isBetween(46.5, 47.0);
    assertThat(file.resolveSibling(rows.get(0).text("run")).resolve("run.json")).exists();
  }

  @Test
  void whenInterruptedTheFinishedNetworksAreShownAndTheOthersNamed() throws Exception {
    Path results = folder.resolve("finished");
    RunFiles.copy(SharedRun.get().results(), results);
    Outcome finished = new Outcome(RunFiles.only(results), 0, "", "");
    StringWriter text = new StringWriter();
    SuiteRun suite = new SuiteRun("reference", new RunArguments(), new PrintWriter(text));
    Deque<SuiteRun.Ended> outcomes =
        new ArrayDeque<>(List.of(new SuiteRun.Ended(ExitCodes.OK, finished)));

    assertThatThrownBy(
            () ->
                suite.run(
                    () -> {
                      if (outcomes.isEmpty()) {
                        suite.interrupted();
                        throw new InterruptedException();
                      }
                      return outcomes.remove();
                    }))
        .isInstanceOf(InterruptedException.class);

    assertThat(text.toString())
        .containsSubsequence("MobileNetV2 (", "ResNet-18", "FP32 Baseline", "Table: ")
        .doesNotContain("Not begun")
        .containsOnlyOnce("Table: ");
    assertThat(table(results)).exists();
  }

  @Test
  void whenTheFirstIsInterruptedTheOtherIsNamedWithItsCommand() {
    StringWriter text = new StringWriter();
    SuiteRun suite = new SuiteRun("reference", new RunArguments(), new PrintWriter(text));

    assertThatThrownBy(
            () ->
                suite.run(
                    () -> {
                      suite.interrupted();
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);

    assertThat(text.toString())
        .contains("Not begun: MobileNetV2. Measure it with: run --model builtin:mobilenetv2")
        .doesNotContain("Not begun: ResNet-18")
        .doesNotContain("Table: ");
  }

  private Cli.Result run(String... more) throws Exception {
    List<Object> arguments =
        new ArrayList<>(
            List.of("run", "--suite", "reference", "--backend", "cpu", "--precision", "fp32,int8"));
    arguments.addAll(List.of("--iterations", 2, "--warmup", 1, "--forks", 1, "--threads", 1));
    arguments.addAll(List.of("--samples", 2, "--layers", FEW_LAYERS));
    arguments.addAll(List.of("--output", folder.resolve("results")));
    arguments.addAll(Arrays.asList(more));
    return Cli.child(folder, arguments.toArray());
  }

  private static Path table(Path results) throws IOException {
    try (Stream<Path> files = Files.list(RunFiles.onlyChild(results))) {
      return files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
    }
  }

  private static List<CsvTable.Row> rows(Path file) throws IOException {
    String text = Files.readString(file);
    String header = text.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
    return Csv.parse(text, List.of(header.split(",", -1)), file.toString()).rows();
  }
}

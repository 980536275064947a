package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was tampered with is found out, and a run that was not is not. */
class CheckTest {

  @Test
  void aRunAgreesWithItself() throws Exception {
    Cli.Result result = Cli.ok("check", SharedRun.folder().path());
    assertThat(result.out())
        .doesNotContain("DISAGREES")
        .contains("ok           ranking:", "ok           evaluation:", "ok           report:")
        .contains(
            "ok           cases: ", "ok           order of execution: ", "ok           outputs: ");
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        tampering("timings.jsonl", "journal", text -> text.replaceFirst("\\[(\\d+),\\d+,", "[$1,")),
        tampering("timings.jsonl", "evaluation", CheckTest::fasterModels),
        tampering("timings.jsonl", "journal", text -> text.substring(text.indexOf('\n') + 1)),
        tampering("timings.jsonl", "cases", CheckTest::withoutOneCase),
        tampering("timings.jsonl", "order of execution", CheckTest::firstTwoExchanged),
        tampering(
            "timings.jsonl",
            "outputs",
            text -> text.replaceFirst("\"output\":\\{[^}]*\\}", "\"output\":null")),
        tampering(
            "timings.jsonl",
            "outputs",
            text -> text.replaceFirst("\"tolerance\":[^,}]*", "\"tolerance\":1000.5")),
        tampering(
            "run.json", "cases", text -> text.replaceFirst("cpu/fp32/layer/", "cpu/fp64/layer/")),
        tampering(
            "run.json",
            "order of execution",
            text -> text.replaceFirst("\"seed\" : \\d+", "\"seed\" : 77")),
        tampering("ranking.csv", "ranking", text -> text.replaceFirst("INT8", "FP16")),
        tampering("order.csv", "ranking", text -> text.replaceFirst("paper", "taper")),
        tampering("plan.json", "ranking", text -> text.replaceFirst("\"INT8\"", "\"FP32\"")),
        tampering(
            "plan.json",
            "model",
            text -> text.replaceFirst("\"[0-9a-f]{64}\"", "\"" + "0".repeat(64) + "\"")),
        tampering(
            "evaluation.json",
            "evaluation",
            text -> text.replaceFirst("\"latency_ms\" : [0-9.E-]+", "\"latency_ms\" : 0.001")),
        tampering(
            "evaluation.json",
            "models",
            text -> text.replaceAll("\"bytes\" : \\d+", "\"bytes\" : 7")),
        tampering(
            "evaluation.json",
            "evaluation",
            text ->
                text.replaceAll("\"items_per_second\" : [0-9.E-]+", "\"items_per_second\" : null")),
        tampering("evaluation.csv", "evaluation", text -> text.replaceFirst("INT8", "INT4")),
        tampering(
            "report.html", "report", text -> text.replaceFirst("faster|slower|FP32", "better")),
        tampering("evaluation.json", "evaluation", text -> "[]"),
        tampering("inplace.csv", "in place", CheckTest::fasterWhole),
        tampering("reconciliation.csv", "in place", text -> text.replaceAll(",0\\.0", ",0.1")),
        tampering(
            "run.json",
            "warnings",
            text -> text.replaceFirst("There is no dataset", "There was no dataset")),
        tampering("costs.json", "files", text -> text.replaceFirst("(\"observations\" : )", "$19")),
        tampering("plans/latency.json", "ranking", text -> text.replaceFirst("INT8", "FP32")),
        tampering("pareto.csv", "ranking", text -> text.replaceFirst("(\\ncpu,\\d+,)", "$19")),
        tampering("inplace.csv", "in place", text -> text.replaceFirst("\\n[^\\n]+\\n$", "\n")),
        tampering("inplace.csv", "in place", text -> text.replaceFirst("[0-9.]+(\\R)$", "77.0$1")),
        tampering(
            "reconciliation.csv", "in place", text -> text.replaceFirst("\\n[^\\n]+\\n$", "\n")),
        tampering(
            "timings.jsonl",
            "outputs",
            text -> text.replaceFirst("\"deviation\":[^,]*", "\"deviation\":null")),
        tampering(
            "inplace.jsonl",
            "in place",
            text -> text.replaceFirst("\"profiled_nanos\":\\[[^]]*", "\"profiled_nanos\":[")),
        tampering("gains.csv", "files", text -> text.replaceFirst("not_shown|slower", "faster")),
        tampering("run.json", "files", text -> text.replaceFirst("\"git\" : \"", "\"git\" : \"1")),
        tampering("SHA256SUMS", "files", text -> text.replaceFirst("  plan", "  plane")),
        tampering("SHA256SUMS", "files", text -> text.replaceFirst(" ", "x")),
        tampering(
            "sensitivity.csv", "ranking", text -> text.replaceFirst("[0-9a-f]{64}", "nothing")));
  }

  private static Arguments tampering(String file, String found, UnaryOperator<String> change) {
    return Arguments.of(file, found, change);
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void whatWasChangedIsNamed(
      String file, String found, UnaryOperator<String> change, @TempDir Path folder)
      throws Exception {
    Path run = SharedRun.copy(folder);
    edit(run.resolve(file), change);
    if (!found.equals("files")) {
      // Who changes a file on purpose changes its digest, too.
      FileSums.write(RunFolder.open(run));
    }
    Cli.Result result = Cli.here("check", run);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.out()).contains("DISAGREES    " + found + ":");
    assertThat(result.err()).contains("does not follow from their samples");
  }

  @ParameterizedTest
  @MethodSource("needed")
  void whatIsMissingIsNamed(String file, @TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    Files.delete(run.resolve(file));
    Cli.Result result = Cli.here("check", run);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.out()).contains(file);
  }

  /** Another program may lay a report out in another way, and never leave an output uncompared. */
  @Test
  void anotherProgramIsNoExcuse(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    edit(run.resolve("run.json"), text -> text.replaceFirst("\"git\" : \"", "\"git\" : \"1"));
    edit(
        run.resolve("timings.jsonl"),
        text -> text.replaceAll("\"output\":\\{[^}]*\\}", "\"output\":null"));
    edit(run.resolve("report.html"), text -> text.replaceAll("FP32", "FP64"));
    Cli.Result result = Cli.here("check", run);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.out())
        .contains("DISAGREES    files:", "DISAGREES    outputs:", "DISAGREES    report:");
  }

  /** Its digest says that it is the one that the run's program drew. */
  @Test
  void aReportOfAnotherProgramIsNotChecked(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    edit(run.resolve("run.json"), text -> text.replaceFirst("\"git\" : \"", "\"git\" : \"1"));
    FileSums.write(RunFolder.open(run));
    assertThat(Cli.ok("check", run).out())
        .contains("not checked  report:", "1 of 12 checks could not be made.");
    Cli.Result strict = Cli.here("check", "--strict", run);
    assertThat(strict.exitCode()).as(strict.text()).isEqualTo(6);
    assertThat(strict.err())
        .contains("Not all that 1 runs say could be checked", "without --strict");
  }

  @Test
  void aWeightOfAModelThatWasChangedIsFound(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    Path model = run.resolve("models/int8.onnx");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    assertThat(Cli.here("check", run).out()).contains("models/int8.onnx is not as the run left it");
  }

  /** Models are large, and what JMH writes names the machine's files. */
  @Test
  void aRunMayBePublishedWithoutItsModels(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    TemporaryFolders.delete(run.resolve("jmh"));
    TemporaryFolders.delete(run.resolve("models"));
    assertThat(Cli.ok("check", run).out())
        .contains("of jmh/, logs/ and models/ were left out", "ok           report:");
    assertThat(Cli.here("check", "--strict", run).exitCode()).isEqualTo(6);
  }

  @Test
  void whatCameSinceIsFound(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    Files.writeString(run.resolve("plan-x.json"), "{}");
    assertThat(Cli.here("check", run).out()).contains("plan-x.json came since the run.");
  }

  /** They add files of their own, with digests, and the report stands. */
  @Test
  void whatCommandsAddIsNoTampering(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    Cli.ok("rank", run, "--save");
    Cli.ok("report", run);
    assertThat(Cli.ok("check", run).out()).contains("ok           files:", "ok           report:");
  }

  /** Both files agree with each other then. */
  @Test
  void aMethodThatWasLeftOutIsMissed(@TempDir Path folder) throws Exception {
    Path run = SharedRun.copy(folder);
    edit(
        run.resolve("evaluation.json"),
        text -> text.replaceFirst("(?s), \\{\\s+\"method\" : \"INT8 Full PTQ\".*?\\n\\}", ""));
    edit(
        run.resolve("evaluation.csv"),
        text -> text.replaceFirst("(?m)^INT8 Full PTQ.*(\\R|\\z)", ""));
    FileSums.write(RunFolder.open(run));
    Cli.Result result = Cli.here("check", run);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.out())
        .contains("cpu/int8/model was timed and has no row in evaluation.json.")
        .doesNotContain("evaluation.csv is not");
  }

  private static void edit(Path file, UnaryOperator<String> change) throws Exception {
    String before = Files.readString(file);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  static List<String> needed() {
    return List.of(
        "SHA256SUMS", "ranking.csv", "order.csv", "plan.json", "evaluation.json", "evaluation.csv");
  }

  @Test
  void jsonHasEveryCheck() throws Exception {
    Cli.Result result = Cli.ok("check", "--format", "json", SharedRun.folder().path());
    assertThat(result.out()).contains("\"check\" : \"journal\"", "\"outcome\" : \"OK\"");
  }

  @Test
  void theExampleRunsOfThisProjectAgree() throws Exception {
    Path examples = Path.of("../results/examples").toAbsolutePath().normalize();
    assertThat(Runs.all(examples)).isNotEmpty();
    for (Path example : Runs.all(examples)) {
      assertThat(Cli.ok("check", example).out()).doesNotContain("DISAGREES");
    }
  }

  private static String fasterWhole(String csv) {
    return csv.replaceFirst("(?m)^(cpu,int8,)\\d+", "$19");
  }

  /** All samples of whole models a tenth. */
  private static String fasterModels(String journal) {
    StringBuilder changed = new StringBuilder();
    for (String line : journal.split("\n", -1)) {
      changed.append(
          line.contains("\"kind\":\"MODEL\"")
              ? line.replaceFirst("\"samples_nanos\":\\[\\d+", "\"samples_nanos\":[9")
                  .replaceAll(",\\d{4,}(?=[,\\]])", ",9")
              : line);
      changed.append('\n');
    }
    return changed.substring(0, changed.length() - 1);
  }

  private static String withoutOneCase(String journal) {
    return journal
        .lines()
        .filter(line -> !line.contains("\"cpu/int8/model\""))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** The first two forks, their places in the order kept. */
  private static String firstTwoExchanged(String journal) {
    String[] lines = journal.split("\n", -1);
    int first = firstLayer(lines, 0);
    int second = firstLayer(lines, first + 1);
    String sequence = "\"sequence\":\\d+";
    String place = lines[first].replaceFirst(".*(" + sequence + ").*", "$1");
    String other = lines[second].replaceFirst(".*(" + sequence + ").*", "$1");
    String moved = lines[first].replaceFirst(sequence, other);
    lines[first] = lines[second].replaceFirst(sequence, place);
    lines[second] = moved;
    return String.join("\n", lines);
  }

  private static int firstLayer(String[] lines, int from) {
    int index = from;
    while (!lines[index].contains("\"kind\":\"LAYER\"")) {
      index++;
    }
    return index;
  }
}

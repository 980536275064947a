package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.dataset.BuiltinModels;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The README says what the program does: its commands, options and exit codes, and the results of
 * the example run.
 *
 * <p>After a new example run, {@code mvn test -Dtest='Readme*Test' -Dreadme.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false} writes its numbers into the README.
 */
class ReadmeTest {

  private static final Path ROOT = ReadmeSection.ROOT;
  private static final Path README = ReadmeSection.README;
  private static final ReadmeSection RESULTS = new ReadmeSection("results");

  @Test
  void itsResultsAreThoseOfTheExampleRun() throws IOException {
    String expected = results();

    assertThat(RESULTS.current(expected)).isEqualTo(expected);
  }

  /** The newest example of the built-in model on a CPU alone; nothing where there is none. */
  private static String results() throws IOException {
    for (Path run :
        Runs.all(ReadmeSection.EXAMPLES).stream().sorted(Comparator.reverseOrder()).toList()) {
      RunRecord record = RunFolder.open(run).readRecord();
      if (record.options().model().equals(BuiltinModels.M5)
          && record.options().backends().equals(List.of("cpu"))) {
        return section(run, record);
      }
    }
    return "";
  }

  private static String section(Path run, RunRecord record) {
    StringBuilder text = new StringBuilder();
    text.append(
        "From [the example run](%s) on %s, %d threads, %d forks of %d samples:\n\n"
            .formatted(
                ROOT.relativize(run).toString().replace('\\', '/'),
                record.device().cpu().modelName().text(),
                record.options().threads(),
                record.options().forks(),
                record.options().iterations()));
    text.append("| method | accuracy | latency | interval | size |\n");
    text.append("| --- | ---: | ---: | ---: | ---: |\n");
    for (EvaluationRow row : EvaluationJson.read(run.resolve("evaluation.json"))) {
      text.append(
          "| %s | %s %% | %s ms | %s to %s ms | %s MB |\n"
              .formatted(
                  row.method(),
                  number("%.2f", row.accuracyPercent()),
                  number("%.3f", row.latencyMs()),
                  number("%.3f", row.latencyLowMs()),
                  number("%.3f", row.latencyHighMs()),
                  number("%.3f", row.sizeMb())));
    }
    text.append("\n| rank | layer | FP32 latency | memory | sensitivity | score | precision |\n");
    text.append("| ---: | --- | ---: | ---: | ---: | ---: | --- |\n");
    for (List<RankedLayer> rows : RankingCsv.read(run.resolve("ranking.csv")).values()) {
      rows.forEach(row -> text.append(line(row)));
    }
    return text.toString();
  }

  private static String line(RankedLayer row) {
    return "| %s | %s | %s ms | %s MB | %s | %s | %s |\n"
        .formatted(
            row.rank() == null ? "-" : row.rank(),
            row.layer(),
            number("%.4f", row.latencyMs()),
            number("%.4f", row.memoryMb()),
            number("%.3e", row.sensitivity()),
            number("%.3e", row.score()),
            row.precision());
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }

  static List<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream()
        .filter(name -> !name.equals("help"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itListsTheCommand(String command) throws IOException {
    assertThat(Files.readString(README)).containsPattern("(?m)^\\| `" + command + "[ `]");
  }

  static List<String> options() {
    CommandLine run = Objects.requireNonNull(Main.commandLine().getSubcommands().get("run"));
    return run.getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .filter(name -> !List.of("--help", "--version").contains(name))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("options")
  void itListsTheOptionOfTheMainJob(String option) throws IOException {
    assertThat(Files.readString(README)).containsPattern("(?m)^\\| `" + option + "[ `]");
  }

  @Test
  void itListsTheExitCodes() throws IOException {
    String text = Files.readString(README);
    Main.commandLine()
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> assertThat(text).contains("| " + code + " | " + meaning));
  }

  static List<String> documents() {
    return List.of(
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "THIRD_PARTY_LICENSES.md",
        "docs/dataset.md",
        "docs/formats.md",
        "docs/measurement.md",
        "hardware-profiles/README.md",
        "results/README.md",
        "harness/README.md",
        "benchmarks/README.md");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theFilesThatADocumentLinksToExist(String document) throws IOException {
    Path file = ROOT.resolve(document);
    Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(file));
    while (links.find()) {
      assertThat(file.resolveSibling(links.group(1)).normalize()).exists();
    }
  }
}

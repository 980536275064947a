package io.layerbench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every hostile file is refused with one sentence or read as plain data, and docs/hostile-input.md
 * says which. After a change that is meant, run with {@code -Dlayerbench.updateGolden=true}.
 */
class HostileInputTest {

  private static final Path DOC = Path.of("../docs/hostile-input.md");
  private static final String BEGIN = "| file | input | outcome |\n| --- | --- | --- |\n";

  private static final Map<Integer, String> ROWS = new TreeMap<>();
  private static String documented = "";

  static List<HostileCase> cases() {
    return Stream.of(
            HostileModels.cases(),
            HostileExternalData.cases(),
            HostileJson.cases(),
            HostileTables.cases(),
            HostileDatasets.cases(),
            HostileRuns.cases())
        .flatMap(List::stream)
        .toList();
  }

  @BeforeAll
  static void readTable() throws IOException {
    documented = Files.readString(DOC).replace("\r\n", "\n");
  }

  @ParameterizedTest
  @MethodSource("cases")
  // A guard against hanging, not a measurement.
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isRefusedOrReadAsItMustBe(HostileCase one, @TempDir Path folder) throws IOException {
    String outcome = one.outcome(folder);
    assertThat(outcome.startsWith("exit 6: ")).as(outcome).isEqualTo(one.refused());
    assertThat(outcome).doesNotContain("Exception", "io.layerbench", "java.");
    assertThat(outcome.chars().filter(Character::isISOControl)).isEmpty();
    String row = row(one, outcome);
    ROWS.put(cases().stream().map(HostileCase::toString).toList().indexOf(one.toString()), row);
    if (!Boolean.getBoolean("layerbench.updateGolden")) {
      assertThat(documented).contains(row);
    }
  }

  @AfterAll
  static void tableHasTheseRowsAndNoOthers() throws IOException {
    int start = documented.indexOf(BEGIN) + BEGIN.length();
    assertThat(start).as("head of the table").isGreaterThanOrEqualTo(BEGIN.length());
    int end = Math.max(start, documented.lastIndexOf("|\n") + 2);
    String table = String.join("", ROWS.values());
    if (Boolean.getBoolean("layerbench.updateGolden")) {
      Files.writeString(DOC, documented.substring(0, start) + table + documented.substring(end));
    } else if (ROWS.size() == cases().size()) {
      assertThat(documented.substring(start, end)).isEqualTo(table);
    }
  }

  private static String row(HostileCase one, String outcome) {
    String shown = outcome.length() <= 200 ? outcome : outcome.substring(0, 200) + "…";
    return "| %s | %s | %s |\n".formatted(one.kind(), cell(one.input()), cell(shown));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command with its database, over the example runs. */
class QueryCommandTest {

  private static final String EXAMPLES = "../results/examples";

  private final Path folder;

  QueryCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Printed query(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "query";
    all[1] = "--results";
    all[2] = EXAMPLES;
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Printed.by(all);
  }

  @Test
  void everyFormatHasTheSameRows() {
    String sql = "SELECT count(*) AS runs, sum(warnings) AS warnings, NULL AS none FROM runs";

    JsonNode json = Json.tree(query(sql, "--format", "json").out(), "the answer");
    long runs = json.get(0).get("runs").longValue();
    long warnings = json.get(0).get("warnings").longValue();

    assertThat(runs).isGreaterThanOrEqualTo(3);
    assertThat(json.get(0).get("none").isNull()).isTrue();
    assertThat(query(sql, "--format", "csv").out())
        .isEqualTo("runs,warnings,none\r\n%d,%d,\r\n".formatted(runs, warnings));
    assertThat(query(sql).out().lines().skip(1))
        .containsExactly("%4d  %8d".formatted(runs, warnings), "1 row");
  }

  @Test
  void samplesJoinTheirForks() {
    Printed printed =
        query(
            "SELECT count(*) AS different FROM (SELECT t.run, t.sequence, median(call_ms) AS own,"
                + " any_value(median_ms) AS theirs FROM timings t JOIN samples s USING (run,"
                + " sequence) GROUP BY ALL) WHERE abs(own / theirs - 1) > 0.01",
            "--format",
            "csv");

    assertThat(printed.out()).as(printed.err()).isEqualTo("different\r\n0\r\n");
  }

  @Test
  void aWrongStatementIsWrongUsage() {
    Printed printed = query("SELECT lattency_ms FROM ranking");

    assertThat(printed.exitCode()).isEqualTo(2);
    assertThat(printed.err()).contains("lattency_ms", "latency_ms", "Maybe: ");
    assertThat(printed.out()).isEmpty();
  }

  @Test
  void everyTableWithRowsBecomesAFile() throws IOException {
    Printed printed = query("--parquet", folder.resolve("all").toString());

    assertThat(printed.exitCode()).as(printed.err()).isZero();
    try (Stream<Path> files = Files.list(folder.resolve("all"))) {
      assertThat(files.map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(printed.out().lines().toList())
          .contains(folder.resolve("all/timings.parquet").toString())
          .allMatch(name -> name.endsWith(".parquet"));
    }
  }
}

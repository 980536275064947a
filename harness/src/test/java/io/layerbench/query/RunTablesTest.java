package io.layerbench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTablesTest {

  private static final Path EXAMPLES = Path.of("../results/examples");

  private final Path folder;

  RunTablesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<NamedRun> examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.endsWith("run.json"))
          .sorted()
          .map(file -> named(Objects.requireNonNull(file.getParent())))
          .toList();
    }
  }

  private static NamedRun named(Path path) {
    RunFolder folder = RunFolder.open(path);
    return NamedRun.of(folder, folder.readRecord());
  }

  private static List<List<@Nullable Object>> rows(RunTable table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    table.rows(row -> rows.add(new ArrayList<>(row)));
    return rows;
  }

  private static RunTable table(String name, List<NamedRun> runs) {
    return RunTables.of(runs).stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A column that holds something else than its type says ends it with an error, or is seen here.
   */
  @Test
  void everyValueOfTheExamplesIsOfItsColumnsType() throws IOException {
    for (RunTable table : RunTables.of(examples())) {
      List<List<@Nullable Object>> rows = rows(table);
      assertThat(rows).as(table.name()).isNotEmpty();
      for (List<@Nullable Object> row : rows) {
        assertThat(row).as(table.name()).hasSameSizeAs(table.columns());
        for (int i = 0; i < row.size(); i++) {
          Object value = row.get(i);
          assertThat(value == null || type(value) == table.columns().get(i).type())
              .as(table.name() + "." + table.columns().get(i).name() + ": " + value)
              .isTrue();
        }
      }
    }
  }

  private static ColumnType type(Object value) {
    if (value instanceof String) {
      return ColumnType.TEXT;
    }
    return value instanceof Long ? ColumnType.INTEGER : ColumnType.REAL;
  }

  @Test
  void everyForkAndSampleIsARow() throws IOException {
    RunTable timings = table("timings", examples());
    long lines = 0;
    for (NamedRun run : examples()) {
      lines += Files.readAllLines(run.folder().file("timings.jsonl")).size();
    }

    List<List<@Nullable Object>> forks = rows(timings);
    int samples = timings.columns().indexOf(Column.integer("samples"));

    assertThat(forks).hasSize((int) lines);
    assertThat(rows(table("samples", examples())))
        .hasSize(forks.stream().mapToInt(row -> ((Long) row.get(samples)).intValue()).sum());
  }

  @Test
  void runsAreNamedByDeviceModelAndTime() throws IOException {
    assertThat(rows(table("runs", examples())))
        .extracting(row -> row.get(0))
        .contains("amd-epyc-bf322ecc/m5-6654df65/20261125T151415Z");
  }

  @Test
  void whatARunLacksIsNullInItsRows() throws IOException {
    RunTable ranking = table("ranking", examples());
    int noise = ranking.columns().indexOf(Column.real("output_noise"));

    assertThat(rows(ranking)).extracting(row -> row.get(noise)).contains((Object) null);
    assertThat(rows(ranking)).extracting(row -> row.get(noise)).anyMatch(Double.class::isInstance);
  }

  @Test
  void theOtherBackendsFilesCountToo() throws IOException {
    NamedRun two =
        examples().stream()
            .filter(run -> run.record().options().backends().size() == 2)
            .findFirst()
            .orElseThrow();
    Path copied = copyOf(two.folder().path(), "gains.csv");
    Path first = two.folder().file("gains.csv");
    String second = two.record().options().backends().get(1);
    Files.copy(first, copied.resolve("gains.csv"));
    Files.writeString(
        copied.resolve("gains-" + second + ".csv"),
        Files.readString(first).replace("\ncpu,", "\n" + second + ","));
    RunTable gains = table("gains", List.of(named(copied)));
    int backend = gains.columns().indexOf(Column.text("backend"));

    assertThat(rows(gains)).extracting(row -> row.get(backend)).contains("cpu", second);
    assertThat(rows(gains)).hasSize(2 * rows(table("gains", List.of(two))).size());
  }

  @Test
  void aTableThatNoRunHasIsEmpty() throws IOException {
    NamedRun without = copyWithout("blocks.csv");

    assertThat(table("blocks", List.of(without)).columns()).containsExactly(Column.text("run"));
    assertThat(rows(table("blocks", List.of(without)))).isEmpty();
  }

  @Test
  void aNumberThatIsNoneIsNamedByItsLine() throws IOException {
    NamedRun run = copyWithout("blocks.csv");
    Path ranking = run.folder().file("ranking.csv");
    Files.writeString(ranking, "rank,layer\n1,conv\nsecond,fc\n");
    RunTable table = table("ranking", List.of(run));

    assertThatThrownBy(() -> rows(table))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("ranking.csv", "line 3", "rank", "second");
    Files.writeString(ranking, "");
    assertThatThrownBy(() -> RunTables.of(List.of(run))).hasMessageContaining("ranking.csv");
  }

  @Test
  void aStatementReadsOnlyWhatItNames() throws IOException {
    List<RunTable> tables = RunTables.of(examples());

    assertThat(RunTables.namedIn("SELECT 1 FROM Ranking JOIN runs USING (run)", tables))
        .extracting(RunTable::name)
        .containsExactly("runs", "ranking");
  }

  private NamedRun copyWithout(String name) throws IOException {
    Path source =
        examples().stream()
            .map(run -> run.folder().path())
            .filter(path -> path.toString().contains("m5"))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return named(copyOf(source, name));
  }

  /** A run's files but for one. */
  private Path copyOf(Path source, String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve("device/model/time"));
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(name)) {
          Files.copy(file, target.resolve(file.getFileName().toString()));
        }
      }
    }
    return target;
  }
}

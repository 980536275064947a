package io.layerbench.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.UsageException;
import io.layerbench.query.Answer;
import io.layerbench.query.Column;
import io.layerbench.query.ColumnType;
import io.layerbench.query.QueryEngine;
import io.layerbench.query.RunTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbTest {

  private static final String HOSTILE = "'); DROP TABLE layers; --\u202e\"";

  private final Path folder;
  private final QueryEngine engine = new DuckDb();

  DuckDbTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Three rows, and names that SQL could stumble over. */
  private static List<RunTable> tables() {
    return List.of(
        new RunTable() {
          @Override
          public String name() {
            return "layers";
          }

          @Override
          public List<Column> columns() {
            return List.of(
                new Column("layer", ColumnType.TEXT),
                new Column("rank", ColumnType.INTEGER),
                new Column("order", ColumnType.REAL));
          }

          @Override
          public void rows(Sink sink) {
            sink.row(List.<@Nullable Object>of("conv1", 1L, 0.5));
            sink.row(List.<@Nullable Object>of(HOSTILE, 2L, 1e-12));
            sink.row(Arrays.<@Nullable Object>asList("conv3", null, null));
          }
        });
  }

  @Test
  void itIsFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(QueryEngine.class)).singleElement().isInstanceOf(DuckDb.class);
  }

  @Test
  void valuesComeBackAsTheyWent() {
    Answer answer = engine.ask(tables(), "SELECT * FROM layers");

    assertThat(answer.columns()).containsExactly("layer", "rank", "order");
    assertThat(answer.rows())
        .containsExactly(
            List.of("conv1", 1L, 0.5),
            List.of(HOSTILE, 2L, 1e-12),
            Arrays.asList("conv3", null, null));
  }

  @Test
  void whatJsonHasNoWordForIsText() {
    Answer answer =
        engine.ask(
            tables(), "SELECT DATE '2026-11-27', [1, 2], 'nan'::DOUBLE, rank > 1 FROM layers");

    assertThat(answer.rows().get(1)).containsExactly("2026-11-27", "[1, 2]", "NaN", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELCT 1",
        "",
        "SELECT missing FROM layers",
        "SELECT * FROM timings",
        "CREATE TABLE more (a INTEGER)"
      })
  void whatIsNoQuestionIsRefusedInTheDatabasesWords(String sql) {
    assertThatThrownBy(() -> engine.ask(tables(), sql))
        .isInstanceOf(UsageException.class)
        .hasMessageNotContainingAny("LINE 1", "java.")
        .hasMessageContaining("Maybe: ");
  }

  @Test
  void aQueryTouchesNoFilesAndFetchesNothing() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.csv"), "word\nsesame\n");
    Path made = folder.resolve("made.csv");
    for (String sql :
        List.of(
            "SELECT * FROM '" + secret + "'",
            "SELECT * FROM read_text('" + secret + "')",
            "COPY layers TO '" + made + "'",
            "COPY layers TO '" + secret + "'",
            "ATTACH '" + made + "' AS other",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SET allowed_directories = ['/']")) {
      assertThatThrownBy(() -> engine.ask(tables(), sql))
          .as(sql)
          .isInstanceOf(UsageException.class);
    }
    assertThat(Files.readString(secret)).isEqualTo("word\nsesame\n");
    assertThat(made).doesNotExist();
  }

  @Test
  void parquetIsReadBackByTheSameDatabase() throws Exception {
    Path file = folder.resolve("a folder/it's.parquet");

    engine.writeParquet(tables(), "SELECT * FROM layers ORDER BY layer;", file);

    assertThat(ParquetFile.rows(file))
        .containsExactlyInAnyOrder(
            List.of("conv1", 1L, 0.5),
            List.of(HOSTILE, 2L, 1e-12),
            Arrays.asList("conv3", null, null));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aRefusedStatementLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("old.parquet"), "old");

    assertThatThrownBy(() -> engine.writeParquet(tables(), "SELECT nothing FROM layers", file))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(
            () -> engine.writeParquet(tables(), "SELECT 1) TO '" + file + "'; SELECT (1", file))
        .isInstanceOf(UsageException.class);

    assertThat(file).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNotTheStatementsFault() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "").resolve("x.parquet");

    assertThatThrownBy(() -> engine.writeParquet(tables(), "SELECT 1", file))
        .isInstanceOf(IOException.class);
  }
}

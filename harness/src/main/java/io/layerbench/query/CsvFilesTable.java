package io.layerbench.query;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.suite.BackendFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one kind of CSV file of every run and backend that has it. The columns are those of
 * all these files: what a run of an earlier program lacks is null.
 */
final class CsvFilesTable implements RunTable {

  /** All others hold numbers; one of them with a text is an error that names its line. */
  private static final Set<String> TEXTS =
      Set.of(
          "backend",
          "block",
          "bytes",
          "cause",
          "int8",
          "kind",
          "knee",
          "layer",
          "layer_names",
          "loss_of",
          "method",
          "mode",
          "model",
          "name",
          "nonzero",
          "op",
          "operands",
          "precision",
          "reason",
          "same_as",
          "to_fp32",
          "to_int8",
          "turn_gains_ms",
          "unit",
          "verdict");

  private static final Set<String> INTEGERS =
      Set.of(
          "changed",
          "correct",
          "correct_fp32",
          "fp16_layers",
          "fp32_layers",
          "int8_layers",
          "items",
          "labelled",
          "layers",
          "model_elements",
          "model_samples",
          "own_elements",
          "parameters",
          "point",
          "rank",
          "samples",
          "turns");

  private final String name;
  private final Map<NamedRun, List<Path>> files = new LinkedHashMap<>();
  private final List<Column> columns;

  /**
   * @param name in SQL
   * @param stem of the files' names in a run's folder, see {@link BackendFiles}
   */
  CsvFilesTable(String name, String stem, List<NamedRun> runs) {
    this.name = name;
    runs.forEach(run -> files.put(run, files(run, stem)));
    Set<String> names = new LinkedHashSet<>();
    files.values().forEach(own -> own.forEach(file -> names.addAll(Csv.header(file))));
    columns = new ArrayList<>();
    columns.add(Column.text("run"));
    names.forEach(one -> columns.add(new Column(one, type(one))));
  }

  private static List<Path> files(NamedRun run, String stem) {
    BackendFiles names = BackendFiles.of(run.record().options());
    return run.record().options().backends().stream()
        .map(backend -> run.folder().file(names.name(stem, backend, ".csv")))
        .filter(Files::isRegularFile)
        .toList();
  }

  private static ColumnType type(String column) {
    if (TEXTS.contains(column)) {
      return ColumnType.TEXT;
    }
    return INTEGERS.contains(column) ? ColumnType.INTEGER : ColumnType.REAL;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Column> columns() {
    return List.copyOf(columns);
  }

  @Override
  public void rows(Sink sink) {
    files.forEach(
        (run, own) ->
            own.stream()
                .flatMap(file -> Csv.read(file, Csv.header(file)).rows().stream())
                .forEach(row -> sink.row(run.row(values(row)))));
  }

  private @Nullable Object[] values(CsvTable.Row row) {
    return columns.stream()
        .skip(1)
        .map(column -> row.header().contains(column.name()) ? value(row, column) : null)
        .toArray();
  }

  private static @Nullable Object value(CsvTable.Row row, Column column) {
    String text = row.textOrNull(column.name());
    if (text == null || column.type() == ColumnType.TEXT) {
      return text;
    }
    return column.type() == ColumnType.INTEGER
        ? (Object) row.whole(column.name(), 0)
        : (Object) row.number(column.name());
  }
}

package io.layerbench.query;

import io.layerbench.base.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs as tables. */
public final class RunTables {

  /** The stems of the files by the name in SQL, where a file's own is a word of it. */
  private static final Map<String, String> CSV_STEMS =
      new TreeMap<>(
          Map.of(
              "blocks", "blocks",
              "evaluation", "evaluation",
              "gains", "gains",
              "inplace", "inplace",
              "orders", "order",
              "pareto", "pareto",
              "ranking", "ranking",
              "reconciliation", "reconciliation",
              "sensitivity", "sensitivity"));

  private RunTables() {}

  /**
   * All tables over these runs.
   *
   * @throws InvalidInputException where a file is not valid
   */
  public static List<RunTable> of(List<NamedRun> runs) {
    List<RunTable> tables = new ArrayList<>();
    tables.add(new RunsTable(runs));
    tables.add(new TimingsTable(runs));
    tables.add(new SamplesTable(runs));
    CSV_STEMS.forEach((name, stem) -> tables.add(new CsvFilesTable(name, stem, runs)));
    return List.copyOf(tables);
  }

  /** Those that a statement may mean: the others need not be read. */
  public static List<RunTable> namedIn(String sql, List<RunTable> tables) {
    String text = sql.toLowerCase(Locale.ROOT);
    return tables.stream().filter(table -> text.contains(table.name())).toList();
  }
}

package io.layerbench.query;

import io.layerbench.base.InvalidInputException;
import io.layerbench.run.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs as tables. */
public final class RunTables {

  /** By the name in SQL, where the file's own is a word of it. */
  private static final Map<String, String> CSV_FILES =
      new TreeMap<>(
          Map.of(
              "blocks", "blocks.csv",
              "evaluation", "evaluation.csv",
              "gains", "gains.csv",
              "inplace", "inplace.csv",
              "orders", "order.csv",
              "pareto", "pareto.csv",
              "ranking", "ranking.csv",
              "reconciliation", "reconciliation.csv",
              "sensitivity", "sensitivity.csv"));

  private RunTables() {}

  /**
   * All tables over these runs.
   *
   * @throws InvalidInputException where a file is not valid
   */
  public static List<RunTable> of(List<RunFolder> folders) {
    List<NamedRun> runs = folders.stream().map(NamedRun::of).toList();
    List<RunTable> tables = new ArrayList<>();
    tables.add(new RunsTable(runs));
    tables.add(new TimingsTable(runs));
    tables.add(new SamplesTable(runs));
    CSV_FILES.forEach((name, file) -> tables.add(new CsvFilesTable(name, file, runs)));
    return List.copyOf(tables);
  }

  /** Those that a statement may mean: the others need not be read. */
  public static List<RunTable> namedIn(String sql, List<RunTable> tables) {
    String text = sql.toLowerCase(Locale.ROOT);
    return tables.stream().filter(table -> text.contains(table.name())).toList();
  }
}

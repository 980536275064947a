package io.layerbench.cli;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.query.Answer;
import io.layerbench.query.Column;
import io.layerbench.query.NamedRun;
import io.layerbench.query.QueryEngine;
import io.layerbench.query.RunTable;
import io.layerbench.query.RunTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks about all runs in SQL. */
@Command(
    name = "query",
    description = "Answers a question about all runs in SQL; lists the tables without one.",
    footer = "SQL and --parquet need query.jar, an optional module: see docs/query.md.",
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {

  private static final int WIDTH = 96;

  @Parameters(
      arity = "0..1",
      paramLabel = "SQL",
      description = "A statement. Default: list the tables and their columns.")
  private @Nullable String sql;

  @Mixin private ResultsOption results = new ResultsOption();

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = "text, csv or json. Default: text.")
  private AnswerFormat format = AnswerFormat.TEXT;

  @Option(
      names = "--parquet",
      paramLabel = "PATH",
      description =
          "Write what SQL finds into this Parquet file; without SQL, every table into this folder.")
  private @Nullable Path parquet;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<RunTable> tables = RunTables.of(runs());
    PrintWriter out = spec.commandLine().getOut();
    if (parquet != null) {
      export(tables, parquet).forEach(out::println);
    } else if (sql == null) {
      tables.forEach(table -> out.println(listed(table)));
    } else {
      Answer answer = engine().ask(RunTables.namedIn(sql, tables), sql);
      out.print(format.text(answer));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private List<NamedRun> runs() {
    List<NamedRun> runs =
        Runs.recorded(results.folder(), spec.commandLine().getErr()).stream()
            .map(run -> NamedRun.of(run.folder(), run.record()))
            .toList();
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          "There is no run under " + results.folder() + ".",
          "start one, or name another folder with --results.");
    }
    return runs;
  }

  /** The name, and the columns in lines of a terminal's width below it. */
  private static String listed(RunTable table) {
    StringBuilder text = new StringBuilder(table.name());
    int room = 0;
    for (Column column : table.columns()) {
      String one = column.name() + " " + column.type().name().toLowerCase(Locale.ROOT);
      if (room < one.length() + 2) {
        text.append(System.lineSeparator()).append("  ");
        room = WIDTH;
      } else {
        text.append(", ");
      }
      text.append(one);
      room -= one.length() + 2;
    }
    return text.toString();
  }

  /** The files that it wrote. */
  private List<Path> export(List<RunTable> tables, Path target) {
    List<Path> files = new ArrayList<>();
    if (sql != null) {
      files.add(write(RunTables.namedIn(sql, tables), sql, target));
      return files;
    }
    for (RunTable table : tables) {
      // A table that no run has a file for has no columns of its own.
      if (table.columns().size() > 1) {
        Path file = target.resolve(table.name() + ".parquet");
        files.add(write(List.of(table), "SELECT * FROM " + table.name(), file));
      }
    }
    return files;
  }

  private static Path write(List<RunTable> tables, String statement, Path file) {
    try {
      engine().writeParquet(tables, statement, file);
      return file;
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file " + file + " cannot be written (" + IoReason.of(e) + ").",
          "name another place with --parquet.",
          e);
    }
  }

  private static QueryEngine engine() {
    return ServiceLoader.load(QueryEngine.class)
        .findFirst()
        .orElseThrow(
            () ->
                new EnvironmentException(
                    "SQL needs the optional module query.jar, which is not here.",
                    "build it with `mvn -ntp -B -q package -DskipTests -Pquery`, and call"
                        + " `java -jar query/target/query.jar query …`."));
  }
}

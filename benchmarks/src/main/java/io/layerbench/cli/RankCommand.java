package io.layerbench.cli;

import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.ranking.Plans;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.run.LayerRow;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.suite.RankingStation;
import io.layerbench.suite.RankingText;
import io.layerbench.suite.RunLoader;
import io.layerbench.suite.SensitivityImport;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ranks a run again. */
@Command(
    name = "rank",
    description = "Ranks a run's layers again, perhaps by another score or other sensitivities.",
    mixinStandardHelpOptions = true)
final class RankCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "A run's folder, or latest.")
  private String run = "";

  @Option(
      names = "--sensitivity",
      paramLabel = "FILE",
      description = "A sensitivity.csv of the same model. Default: the run's own.")
  private @Nullable Path sensitivity;

  @Mixin private PlanningArguments planning = new PlanningArguments();

  @Option(
      names = "--save",
      description =
          "Add ranking-N.csv, plan-N.json and pareto-N.csv to the run; nothing is overwritten.")
  private boolean save;

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Option(
      names = "--output",
      defaultValue = "results",
      paramLabel = "DIR",
      description = "Where latest looks. Default: results.")
  private Path output = Path.of("results");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RunFolder folder = Runs.find(run, output);
    RunRecord record = folder.readRecord();
    SensitivityTable table =
        sensitivity == null ? RunLoader.sensitivity(folder) : imported(sensitivity, record);
    PlanningOptions options = planned();
    RankingStation station = RunLoader.station(folder, record, table);
    Map<String, Ranking> rankings = station.rankings(options);
    if (format == Format.JSON) {
      out.print(Json.pretty(List.copyOf(rankings.values())));
    } else {
      rankings.values().forEach(one -> RankingText.lines(one).forEach(out::println));
    }
    out.flush();
    if (save) {
      save(folder, record, rankings, backend -> station.paretoText(backend, options));
    }
    return ExitCodes.OK;
  }

  private PlanningOptions planned() {
    PlanningOptions options = planning.options();
    if (options.maxDropPoints() != null) {
      throw new UsageException(
          "A limit on the accuracy drop (--max-drop) needs models to be measured, and rank only reads files.",
          "give it to run, or give --max-sensitivity here.");
    }
    return options;
  }

  private SensitivityTable imported(Path file, RunRecord record) {
    Set<String> layers = record.layers().stream().map(LayerRow::name).collect(Collectors.toSet());
    SensitivityTable table = SensitivityImport.read(file, record.modelSha256(), layers);
    boolean same =
        record.schemes().values().stream().anyMatch(s -> s.digest().equals(table.scheme()));
    if (!same) {
      spec.commandLine()
          .getErr()
          .println(
              TerminalText.plain(
                  "WARNING: the sensitivities come from another scheme (" + table.scheme() + ")."));
    }
    return table;
  }

  private void save(
      RunFolder folder,
      RunRecord record,
      Map<String, Ranking> rankings,
      Function<String, Optional<String>> pareto) {
    int number = 2;
    while (Files.exists(folder.file("ranking-" + number + ".csv"))) {
      number++;
    }
    String ranking = "ranking-" + number + ".csv";
    folder.write(ranking, RankingCsv.text(rankings.values()));
    String first = record.options().backends().get(0);
    for (Ranking one : rankings.values()) {
      String suffix = one.backend().equals(first) ? "" : "-" + one.backend();
      folder.write(
          "plan-" + number + suffix + ".json", Json.pretty(Plans.of(one, record.modelSha256())));
      String frontier = "pareto-" + number + suffix + ".csv";
      pareto.apply(one.backend()).ifPresent(text -> folder.write(frontier, text));
    }
    spec.commandLine()
        .getErr()
        .println(
            TerminalText.plain("Saved " + folder.file(ranking) + " and plan-" + number + ".json."));
  }
}

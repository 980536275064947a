package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Fp16;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.LayerGains;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.ParetoCsv;
import io.layerbench.ranking.ParetoRow;
import io.layerbench.ranking.Ranking;
import io.layerbench.report.RunData;
import io.layerbench.report.Verdict;
import io.layerbench.report.VerdictFacts;
import io.layerbench.run.CountedForks;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.Finding;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a run's folder back: everything in a report comes from files. */
public final class RunLoader {

  private RunLoader() {}

  /**
   * All that a report needs.
   *
   * @throws InvalidInputException when a file is not valid
   */
  public static RunData load(RunFolder folder) {
    RunRecord record = folder.readRecord();
    List<Timing> timings = timings(folder);
    SensitivityTable sensitivity = sensitivity(folder);
    RankingStation station = station(folder, record, sensitivity);
    Map<String, Ranking> rankings = rankings(station, record);
    List<OrderChoice> choices = new ArrayList<>();
    rankings
        .values()
        .forEach(own -> choices.addAll(station.choices(own, record.options().planning())));
    List<EvaluationRow> rows = evaluation(folder);
    String verdict = Verdict.of(rows, facts(record, timings));
    return new RunData(
        record,
        timings,
        sensitivity,
        findings(folder),
        blocks(folder),
        rankings,
        choices,
        inPlace(folder, record),
        gains(folder, record),
        pareto(folder, record),
        rows,
        verdict,
        files(folder));
  }

  /**
   * What a run plans beside its own plan.
   *
   * @param ablations what each ablation decides, by variant
   * @param pareto the text of pareto.csv; null for none
   */
  public record Others(Map<String, Ranking> ablations, @Nullable String pareto) {}

  /** That, by backend, made again from the run's files. */
  public static Map<String, Others> others(RunFolder folder, RunRecord record) {
    RankingStation station = station(folder, record, sensitivity(folder));
    MethodPlanner planner = new MethodPlanner(record, station);
    Map<String, CostModel> costs = costs(folder, record);
    Map<String, Others> others = new LinkedHashMap<>();
    for (String backend : record.options().backends()) {
      boolean known = costs.containsKey(backend);
      String pareto =
          known ? station.paretoText(backend, record.options().planning()).orElse(null) : null;
      others.put(backend, new Others(planner.ablations(backend, known), pareto));
    }
    return others;
  }

  /**
   * What a comparison needs of a run.
   *
   * @param rankings by backend; none where the run did not get there
   * @param costs in place by backend, as far as there are
   */
  record Compared(
      RunRecord record,
      List<Timing> timings,
      Map<String, Ranking> rankings,
      List<EvaluationRow> evaluation,
      Map<String, CostModel> costs) {}

  /** Reads that, and no more. */
  static Compared compared(RunFolder folder) {
    RunRecord record = folder.readRecord();
    RankingStation station = station(folder, record, sensitivity(folder));
    return new Compared(
        record,
        timings(folder),
        rankings(station, record),
        evaluation(folder),
        costs(folder, record));
  }

  /** The run's own options were checked when it began. */
  private static Map<String, Ranking> rankings(RankingStation station, RunRecord record) {
    try {
      return station.rankingsOrDefault(record.options().planning(), warning -> {});
    } catch (UsageException e) {
      throw new InvalidInputException(
          "run.json asks for what the run cannot have. " + e.what(), "it was changed by hand.", e);
    }
  }

  private static VerdictFacts facts(RunRecord record, List<Timing> timings) {
    Map<String, Fp16> fp16 = new LinkedHashMap<>();
    if (record.options().precisions().contains(Precision.FP16)) {
      record
          .options()
          .backends()
          .forEach(name -> fp16.put(name, backend(name).capabilities().fp16()));
    }
    long failed =
        timings.stream().filter(t -> !t.succeeded()).map(Timing::caseId).distinct().count();
    return new VerdictFacts(fp16, record.datasetSha256() == null, Math.toIntExact(failed));
  }

  private static Backend backend(String name) {
    try {
      return Backends.named(name);
    } catch (UsageException e) {
      throw new InvalidInputException(
          "The run is of a backend that this program does not know (" + name + ").",
          "use the version of the program that made it.",
          e);
    }
  }

  /** The forks that count, from the journal: {@link CountedForks}. */
  public static List<Timing> timings(RunFolder folder) {
    return CountedForks.of(journal(folder));
  }

  /** All lines of the journal, in order. */
  public static List<Timing> journal(RunFolder folder) {
    try {
      return folder.journal().read();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The journal in " + folder.path() + " cannot be read (" + IoReason.of(e) + ").",
          "check its permissions.",
          e);
    }
  }

  /**
   * What ranks the run's layers.
   *
   * @param sensitivity the run's own or another's; null for none
   */
  public static RankingStation station(
      RunFolder folder, RunRecord record, @Nullable SensitivityTable sensitivity) {
    return new RankingStation(
        record,
        timings(folder),
        sensitivity,
        costs(folder, record),
        SearchResults.read(folder, record.options()));
  }

  private static InPlaceRows inPlace(RunFolder folder, RunRecord record) {
    BackendFiles names = BackendFiles.of(record.options());
    InPlaceRows rows = InPlaceRows.NONE;
    for (String backend : record.options().backends()) {
      Path models = folder.file(names.name("inplace", backend, ".csv"));
      if (Files.exists(models)) {
        Path layers = folder.file(names.name("reconciliation", backend, ".csv"));
        rows = rows.plus(InPlaceRows.read(models, layers));
      }
    }
    return rows;
  }

  private static LayerGains gains(RunFolder folder, RunRecord record) {
    LayerGains gains = LayerGains.NONE;
    for (String backend : record.options().backends()) {
      Path file = folder.file(BackendFiles.of(record.options()).name("gains", backend, ".csv"));
      if (Files.exists(file)) {
        gains = gains.plus(LayerGains.read(file));
      }
    }
    return gains;
  }

  private static List<ParetoRow> pareto(RunFolder folder, RunRecord record) {
    BackendFiles names = BackendFiles.of(record.options());
    List<ParetoRow> rows = new ArrayList<>();
    for (String backend : record.options().backends()) {
      Path file = folder.file(names.name("pareto", backend, ".csv"));
      if (Files.exists(file)) {
        rows.addAll(ParetoCsv.read(file));
      }
    }
    return rows;
  }

  /** The costs in place, by backend, as far as the run has them. */
  private static Map<String, CostModel> costs(RunFolder folder, RunRecord record) {
    Map<String, CostModel> costs = new LinkedHashMap<>();
    for (String backend : record.options().backends()) {
      Path file = folder.file(BackendFiles.of(record.options()).name("costs", backend, ".json"));
      if (Files.exists(file)) {
        costs.put(backend, Json.read(file, CostModel.class));
      }
    }
    return costs;
  }

  /** sensitivity.csv; null where there is none. */
  public static @Nullable SensitivityTable sensitivity(RunFolder folder) {
    Path file = folder.file("sensitivity.csv");
    return Files.exists(file) ? SensitivityCsv.read(file) : null;
  }

  private static BlockTable blocks(RunFolder folder) {
    Path file = folder.file(BlockStation.FILE);
    return Files.exists(file) ? BlockTable.read(file) : BlockTable.EMPTY;
  }

  private static List<Finding> findings(RunFolder folder) {
    Path file = folder.file("findings.json");
    return Files.exists(file) ? List.of(Json.read(file, Finding[].class)) : List.of();
  }

  private static List<EvaluationRow> evaluation(RunFolder folder) {
    Path file = folder.file("evaluation.json");
    return Files.exists(file) ? EvaluationJson.read(file) : List.of();
  }

  private static List<String> files(RunFolder folder) {
    return FileSums.left(folder).stream()
        .filter(name -> !name.equals(RunFolder.REPORT) && !name.startsWith("jmh/"))
        .toList();
  }
}

package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.OrderCsv;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.ranking.RankingNotes;
import io.layerbench.run.CountedForks;
import io.layerbench.run.RunOptions;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Times whole models in place, ranks the layers, and makes every method's plan. */
final class PlanStation {

  private final RunStart start;
  private final Console console;
  private final BackendFiles files;

  PlanStation(RunStart start, Console console) {
    this.start = start;
    this.console = console;
    this.files = BackendFiles.of(start.job().options());
  }

  /** The methods of every backend. */
  BackendMethods run(@Nullable SensitivityTable sensitivity, Ranges ranges) throws IOException {
    if (sensitivity != null) {
      SensitivityCsv.write(start.folder().file("sensitivity.csv"), sensitivity);
    }
    Map<String, CostModel> costs = costs(ranges);
    List<Timing> timings = CountedForks.of(start.folder().journal().read());
    RankingStation before =
        new RankingStation(start.record(), timings, sensitivity, costs, SearchResults.NONE);
    SearchResults searches = new AccuracySearches(start, console, before, ranges).run();
    RankingStation station =
        new RankingStation(start.record(), timings, sensitivity, costs, searches);
    writeFrontiers(station, costs.keySet());
    return plan(station, costs, ranges);
  }

  /** What may be had for what, where costs are known. */
  private void writeFrontiers(RankingStation station, Set<String> backends) {
    for (String backend : backends) {
      String name = files.name("pareto", backend, ".csv");
      station
          .paretoText(backend, options().planning())
          .ifPresent(text -> start.folder().write(name, text));
    }
  }

  private BackendMethods plan(RankingStation station, Map<String, CostModel> costs, Ranges ranges)
      throws IOException {
    Map<String, Ranking> rankings = station.rankingsOrDefault(options().planning(), start::warn);
    RankingCsv.write(start.folder().file("ranking.csv"), rankings.values());
    List<OrderChoice> choices = new ArrayList<>();
    rankings.values().forEach(own -> choices.addAll(station.choices(own, options().planning())));
    start.folder().write("order.csv", OrderCsv.text(choices));
    MethodPlanner planner = new MethodPlanner(start.record(), station);
    Map<String, Methods> all = new LinkedHashMap<>();
    rankings.forEach(
        (backend, ranking) -> {
          RankingText.lines(ranking).forEach(console::line);
          RankingNotes.of(ranking).forEach(start::warn);
          ModelQuantizer quantizer = quantizer(Backends.named(backend), ranges);
          Methods methods =
              planner.plan(
                  ranking,
                  uniform(quantizer),
                  new PlanCosts(quantizer, start.workspace().layers(), costs.get(backend)));
          methods.lines(backend).forEach(console::line);
          methods.all().forEach(method -> write(method, backend));
          all.put(backend, methods);
        });
    return new BackendMethods(all);
  }

  private RunOptions options() {
    return start.job().options();
  }

  private Map<String, CostModel> costs(Ranges ranges) throws IOException {
    Map<String, CostModel> costs = new LinkedHashMap<>();
    for (String name : options().backends()) {
      CostModel own =
          new InPlaceStation(start, console)
              .run(Backends.named(name), ranges, files.name("costs", name, ".json"));
      if (own != null) {
        costs.put(name, own);
      }
    }
    return costs;
  }

  private ModelQuantizer quantizer(Backend backend, Ranges ranges) {
    return start.workspace().timedQuantizer(backend, ranges.of(backend.name()));
  }

  private Map<String, Map<String, Precision>> uniform(ModelQuantizer quantizer) {
    return EvaluationStation.uniform(start.workspace().layers(), quantizer, options().precisions());
  }

  private void write(Method method, String backend) {
    String stem = method.isOwnPlan() ? "plan" : "plans/" + method.variant();
    start.folder().write(files.name(stem, backend, ".json"), Json.pretty(method.plan()));
  }
}

package io.layerbench.check;

import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.ranking.OrderCsv;
import io.layerbench.ranking.Plan;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.report.RunData;
import io.layerbench.suite.RunLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ranking, how much it depends on the score, and the plan follow from the samples. */
final class RankingCheck implements Check {

  @Override
  public String name() {
    return "ranking";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    if (!run.hasLayers()) {
      return CheckResult.notChecked(name(), "the run timed no layers");
    }
    RunData data = RunLoader.load(run.folder());
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("ranking.csv", RankingCsv.text(data.rankings().values()));
    expected.put("order.csv", OrderCsv.text(data.choices()));
    List<String> disagreements = new ArrayList<>();
    expected.forEach(
        (file, text) -> {
          if (!run.has(file)) {
            disagreements.add(file + " is missing.");
          } else {
            Difference.of(file, text, run.text(file)).ifPresent(disagreements::add);
          }
        });
    data.rankings()
        .forEach(
            (backend, own) -> {
              String plan = run.name("plan", backend, ".json");
              if (run.has(plan)) {
                compare(run, plan, own, disagreements);
              } else {
                disagreements.add(plan + " is missing.");
              }
            });
    RunLoader.others(run.folder(), run.record())
        .forEach((backend, others) -> compare(run, backend, others, disagreements));
    int layers = data.rankings().values().stream().mapToInt(one -> one.rows().size()).sum();
    return CheckResult.of(
        name(),
        "%d layers ranked again from the samples, and the plans".formatted(layers),
        disagreements);
  }

  private static void compare(
      CheckedRun run, String backend, RunLoader.Others others, List<String> disagreements) {
    others
        .ablations()
        .forEach(
            (variant, ranking) -> {
              String file = run.name("plans/" + variant, backend, ".json");
              if (run.has(file)) {
                compare(run, file, ranking, disagreements);
              }
            });
    String pareto = run.name("pareto", backend, ".csv");
    String text = others.pareto();
    if (text != null && run.has(pareto)) {
      Difference.of(pareto, text, run.text(pareto)).ifPresent(disagreements::add);
    }
  }

  private static void compare(
      CheckedRun run, String file, Ranking ranking, List<String> disagreements) {
    Plan plan = Json.read(run.folder().file(file), Plan.class);
    for (RankedLayer layer : ranking.rows()) {
      Precision planned = plan.layers().getOrDefault(layer.layer(), Precision.FP32);
      if (planned != layer.precision()) {
        disagreements.add(
            "%s has the layer %s in %s, and the policy puts it in %s."
                .formatted(file, layer.layer(), planned, layer.precision()));
      }
    }
  }
}

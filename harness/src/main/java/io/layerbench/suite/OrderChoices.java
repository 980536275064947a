package io.layerbench.suite;

import io.layerbench.ranking.Need;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.OrderChoice.Kind;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.ScoreSpec;
import io.layerbench.ranking.ScoreWeights;
import io.layerbench.run.PlanningOptions;
import io.layerbench.sensitivity.OutputError;
import io.layerbench.sensitivity.SensitivityRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ranks by other scores and other norms, to see how much the order depends on the choice. */
final class OrderChoices {

  private final RankingStation station;
  private final PlanningOptions planning;
  private final boolean budgeted;

  /**
   * @param planning the run's own; a policy with budgets gives way to the default, since a budget
   *     means something else in every norm; so does one that measures as it goes
   */
  OrderChoices(RankingStation station, PlanningOptions planning) {
    this.station = station;
    this.budgeted =
        planning.measuresAccuracy()
            || Policies.find(planning.policy()).needs().contains(Need.COSTS);
    this.planning = budgeted ? planning.byDefaultPolicy() : planning;
  }

  /** Every other choice against a backend's ranking by the run's own; empty where it is empty. */
  List<OrderChoice> of(Ranking given) {
    Ranking own = budgeted ? station.ranking(given.backend(), planning) : given;
    List<OrderChoice> choices = new ArrayList<>();
    if (own.rows().stream().allMatch(row -> row.rank() == null)) {
      return choices;
    }
    scores()
        .forEach(
            (name, score) -> {
              if (!score.equals(planning.score())) {
                Ranking other = station.ranking(own.backend(), planning.withScore(score));
                choices.add(OrderChoice.of(Kind.SCORE, name, own, other));
              }
            });
    norms()
        .forEach(
            (name, norm) ->
                choices.add(
                    OrderChoice.of(
                        Kind.NORM, name, own, station.ranking(own.backend(), planning, norm))));
    return choices;
  }

  private static Map<String, ScoreSpec> scores() {
    Map<String, ScoreSpec> scores = new LinkedHashMap<>();
    for (String name : List.of("share", "paper")) {
      scores.put(name, ScoreSpec.of(name, ScoreSpec.DEFAULT_EPSILON));
    }
    scores.put("latency only", ScoreSpec.defaults().withWeights(new ScoreWeights(1, 0, 0)));
    scores.put("memory only", ScoreSpec.defaults().withWeights(new ScoreWeights(0, 1, 0)));
    return scores;
  }

  /** The norms beside S_i's own, which divides by the parameters. */
  private static Map<String, Function<SensitivityRow, @Nullable Double>> norms() {
    Map<String, Function<SensitivityRow, @Nullable Double>> norms = new LinkedHashMap<>();
    norms.put("elements", SensitivityRow::perElement);
    norms.put(
        "relative",
        row -> {
          OutputError own = row.own();
          return own == null ? null : (Double) own.relative();
        });
    return norms;
  }
}

package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.List;

/** What a user must be told about a ranking and its plan, in words. */
public final class RankingNotes {

  private RankingNotes() {}

  /** The notes on a ranking; empty when there is nothing to say. */
  public static List<String> of(Ranking ranking) {
    List<RankedLayer> ranked = ranking.rows().stream().filter(row -> row.rank() != null).toList();
    List<String> notes = new ArrayList<>();
    List<RankedLayer> unranked = ranking.rows().stream().filter(row -> row.rank() == null).toList();
    long lower = unranked.stream().filter(row -> row.precision() != Precision.FP32).count();
    // A policy that needs no sensitivity decides such layers, too, and so may a user.
    String all =
        lower == 0
            ? ""
            : "; %d of these get a lower precision all the same, by the policy or as pinned"
                .formatted(lower);
    if (ranked.isEmpty()) {
      notes.add(
          "No layer is ranked on %s%s%s%s."
              .formatted(
                  ranking.backend(),
                  lower == 0 ? ", so the plan leaves every layer in FP32" : "",
                  firstReason(ranking),
                  all));
    } else if (!unranked.isEmpty()) {
      notes.add(
          "%d of %d layers are unranked on %s%s%s%s."
              .formatted(
                  unranked.size(),
                  ranking.rows().size(),
                  ranking.backend(),
                  lower == 0 ? " and stay in FP32" : "",
                  firstReason(ranking),
                  all));
    }
    if (sumsSensitivity(ranking)) {
      notes.add(
          "The plan on %s rests on sums of S_i, which say little about the accuracy of a set of layers: no error at the model's output is known."
              .formatted(ranking.backend()));
    }
    ranking
        .unmet()
        .forEach(
            (precision, layers) ->
                notes.add(
                    "%s is not measured on %s, so %d layers that the policy meant for it stay in FP32."
                        .formatted(precision, ranking.backend(), layers)));
    return notes;
  }

  private static boolean sumsSensitivity(Ranking ranking) {
    return Policies.find(ranking.policy().name()).needs().contains(Need.COSTS)
        && SummedSensitivity.ofRows(ranking.rows()).measure()
            == SummedSensitivity.Measure.SENSITIVITY;
  }

  private static String firstReason(Ranking ranking) {
    return ranking.rows().stream()
        .filter(row -> row.reason() != null)
        .findFirst()
        .map(row -> " (" + row.layer() + ": " + row.reason() + ")")
        .orElse("");
  }
}

package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a user must be told about a ranking and its plan, in words. */
public final class RankingNotes {

  private RankingNotes() {}

  /** The notes on a ranking made with that policy; empty when there is nothing to say. */
  public static List<String> of(Ranking ranking, PolicySpec policy) {
    List<RankedLayer> ranked = ranking.rows().stream().filter(row -> row.rank() != null).toList();
    List<String> notes = new ArrayList<>();
    int unranked = ranking.rows().size() - ranked.size();
    if (ranked.isEmpty()) {
      notes.add(
          "No layer is ranked on %s, so the plan leaves every layer in FP32%s."
              .formatted(ranking.backend(), firstReason(ranking)));
    } else if (unranked > 0) {
      notes.add(
          "%d of %d layers are unranked on %s and stay in FP32%s."
              .formatted(unranked, ranking.rows().size(), ranking.backend(), firstReason(ranking)));
    }
    // Only how many get a precision counts here, which depends on no layer's terms.
    List<Candidate> candidates = Collections.nCopies(ranked.size(), new Candidate(0, 0, 0));
    List<Precision> wanted = Policies.find(policy.name()).assign(candidates, policy);
    for (Precision precision : List.of(Precision.INT8, Precision.FP16)) {
      long lost = wanted.stream().filter(p -> p == precision).count();
      if (lost > 0 && !policy.available().contains(precision)) {
        notes.add(
            "%s is not measured on %s, so %d layers that the policy meant for it stay in FP32."
                .formatted(precision, ranking.backend(), lost));
      }
    }
    return notes;
  }

  private static String firstReason(Ranking ranking) {
    return ranking.rows().stream()
        .filter(row -> row.reason() != null)
        .findFirst()
        .map(row -> " (" + row.layer() + ": " + row.reason() + ")")
        .orElse("");
  }
}

package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.ranking.Need;
import io.layerbench.ranking.Plans;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.run.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which methods are measured on a backend: the paper's ablations, and the run's plan. */
final class MethodPlanner {

  /**
   * The policies that are measured whatever the run's own, and their names in the paper's table.
   */
  private static final Map<String, String> ABLATIONS = new LinkedHashMap<>();

  static {
    ABLATIONS.put("latency", "Latency-aware");
    ABLATIONS.put("latency+memory", "Latency+Memory");
    ABLATIONS.put("latency+memory+sensitivity", "Latency+Memory+Sensitivity");
  }

  private final RunRecord record;
  private final RankingStation station;

  MethodPlanner(RunRecord record, RankingStation station) {
    this.record = record;
    this.station = station;
  }

  /**
   * The methods of a backend.
   *
   * @param own its ranking by the run's own policy
   * @param uniform the layers' precisions in the models of one precision, by variant
   */
  Methods plan(Ranking own, Map<String, Map<String, Precision>> uniform) {
    List<Method> methods = new ArrayList<>();
    Map<String, String> impossible = new LinkedHashMap<>();
    ABLATIONS.forEach(
        (policy, title) -> {
          Ranking ranking =
              station.ranking(own.backend(), record.options().planning().withPolicy(policy));
          String reason = impossible(policy, ranking);
          if (reason == null) {
            methods.add(method(policy, title, ranking));
          } else {
            impossible.put(policy, reason);
          }
        });
    methods.add(Method.own(Plans.of(own, record.modelSha256())));
    return new Methods(methods, uniform, impossible);
  }

  private Method method(String variant, String title, Ranking ranking) {
    return new Method(variant, title, Plans.of(ranking, record.modelSha256()), null);
  }

  private @Nullable String impossible(String policy, Ranking ranking) {
    if (!record.options().precisions().contains(Precision.INT8)) {
      return "the run has no INT8";
    }
    List<RankedLayer> rows = ranking.rows();
    if (rows.isEmpty()) {
      return "the model has no layer that a policy decides";
    }
    if (rows.stream().allMatch(row -> row.latencyMs() == null)) {
      return "no layer has a time";
    }
    boolean ranked = rows.stream().anyMatch(row -> row.rank() != null);
    return ranked || !Policies.find(policy).needs().contains(Need.SENSITIVITY)
        ? null
        : "no layer is ranked (" + rows.get(0).layer() + ": " + rows.get(0).reason() + ")";
  }
}

package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.ranking.Ranking;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One backend of one run, as a comparison takes it.
 *
 * @param folder what the user called the run, for messages
 * @param record run.json
 * @param backend one of the run's
 * @param timings the counted forks of that backend
 * @param machine what was seen of the machine meanwhile
 * @param ranking null where the run did not get there
 * @param methods the whole models, in the evaluation's order
 * @param costs in place; null where they are unknown
 */
public record ComparedRun(
    String folder,
    RunRecord record,
    String backend,
    List<Timing> timings,
    Machine machine,
    @Nullable Ranking ranking,
    List<ComparedMethod> methods,
    @Nullable CostModel costs) {

  public ComparedRun {
    timings = List.copyOf(timings);
    methods = List.copyOf(methods);
  }

  /**
   * How the machine was while the run was made.
   *
   * @param sentinelMs the median of its sentinels, which are one and the same small model in every
   *     run; null without sentinels
   * @param disturbedForks how many of the counted forks others disturbed
   */
  public record Machine(@Nullable Double sentinelMs, int disturbedForks) {}

  /**
   * A whole model of a run.
   *
   * @param variant of its case
   * @param row its numbers
   */
  public record ComparedMethod(String variant, EvaluationRow row) {

    /** The name that it is shown with. */
    public String title() {
      return row.method();
    }
  }

  /** The run's own plan; null without a ranking. */
  @Nullable Map<String, Precision> plan() {
    if (ranking == null) {
      return null;
    }
    Map<String, Precision> plan = new LinkedHashMap<>();
    ranking.rows().forEach(row -> plan.put(row.layer(), row.precision()));
    plan.putAll(ranking.glue());
    return plan;
  }

  /** The method of that name; null where the run has none. */
  @Nullable ComparedMethod method(String title) {
    return methods.stream().filter(one -> one.title().equals(title)).findFirst().orElse(null);
  }
}

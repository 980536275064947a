package io.layerbench.suite;

import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.ranking.Plans;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.SummedSensitivity;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Finds how far sensitivities may sum up for the accuracy to stay within {@code --max-drop}. A sum
 * of sensitivities says only roughly how much a set of layers costs, since errors compound; so the
 * sets are measured: the optimal plan of a limit is built and evaluated, and the limit is raised or
 * lowered by bisection, on a logarithmic scale. The same items choose that the evaluation then
 * reports, so that the drop on new items may be somewhat larger.
 */
final class DropSearch {

  private static final int STEPS = 8;

  private final RunStart start;
  private final Console console;
  private final RankingStation station;
  private final String backend;
  private final List<Step> steps = new ArrayList<>();

  DropSearch(RunStart start, Console console, RankingStation station, String backend) {
    this.start = start;
    this.console = console;
    this.station = station;
    this.backend = backend;
  }

  /**
   * drop.json: what was measured and found.
   *
   * @param maxDropPoints what was asked for
   * @param labelled how many items had a label
   * @param correctFp32 how many of them FP32 hits
   * @param steps the plans that were measured, in order
   * @param maxSensitivity the largest limit whose plan stays within the drop; 0 for no INT8 at all
   */
  record Found(
      double maxDropPoints,
      int labelled,
      int correctFp32,
      List<Step> steps,
      double maxSensitivity) {

    Found {
      steps = List.copyOf(steps);
      if (!Double.isFinite(maxSensitivity) || maxSensitivity < 0 || labelled < 1) {
        throw new IllegalArgumentException(
            "labelled (" + labelled + "), max sensitivity (" + maxSensitivity + ")");
      }
    }
  }

  /**
   * A plan that was measured.
   *
   * @param maxSensitivity the limit that it is optimal for
   * @param int8Layers how many layers it has in INT8
   * @param correct how many labels it hits
   * @param dropPoints FP32's accuracy less its own
   */
  record Step(double maxSensitivity, int int8Layers, int correct, double dropPoints) {}

  /** The limits that a run found, by backend. */
  static Map<String, Double> limits(RunFolder folder, RunOptions options) {
    Map<String, Double> limits = new LinkedHashMap<>();
    for (String backend : options.backends()) {
      Path file = folder.file(fileName(options, backend));
      if (Files.exists(file)) {
        limits.put(backend, Json.read(file, Found.class).maxSensitivity());
      }
    }
    return limits;
  }

  private static String fileName(RunOptions options, String backend) {
    return BackendFiles.of(options).name("drop", backend, ".json");
  }

  /**
   * Searches, or reads what was found before.
   *
   * @param plans measures plans
   */
  Found run(Supplier<MeasuredPlans> plans) {
    String name = fileName(start.job().options(), backend);
    Path file = start.folder().file(name);
    if (Files.exists(file)) {
      return Json.read(file, Found.class);
    }
    Found found = search(plans.get());
    start.folder().write(name, Json.pretty(found));
    return found;
  }

  private Found search(MeasuredPlans plans) {
    double most =
        Objects.requireNonNull(start.job().options().planning().maxDropPoints(), "max drop");
    double[] sensitivities = sensitivities();
    MeasuredPlans.Accuracy fp32 = plans.fp32();
    if (sensitivities.length == 0) {
      return new Found(most, fp32.labelled(), fp32.correct(), steps, 0);
    }
    double all = 1.001 * sum(sensitivities);
    if (drop(all, plans) <= most) {
      return new Found(most, fp32.labelled(), fp32.correct(), steps, all);
    }
    double kept = 0;
    double low = Math.log(0.999 * sensitivities[0]);
    double high = Math.log(all);
    for (int i = 1; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (drop(Math.exp(middle), plans) <= most) {
        kept = Math.exp(middle);
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Found(most, fp32.labelled(), fp32.correct(), steps, kept);
  }

  /** Those above 0 of the ranked layers, the least first. */
  private double[] sensitivities() {
    PlanningOptions planning = start.job().options().planning().withoutMaxDrop();
    List<RankedLayer> rows = station.ranking(backend, planning).rows();
    Map<String, Double> summed = SummedSensitivity.ofRows(rows).values();
    return rows.stream()
        .filter(row -> row.rank() != null)
        .mapToDouble(row -> summed.getOrDefault(row.layer(), 0.0))
        .filter(value -> value > 0)
        .sorted()
        .toArray();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The drop of the plan that is optimal for a limit, in points. */
  private double drop(double limit, MeasuredPlans plans) {
    PlanningOptions planning = start.job().options().planning().withoutMaxDrop();
    Ranking ranking =
        station.ranking(
            backend, planning.withBudgets(planning.budgets().withMaxSensitivity(limit)));
    MeasuredPlans.Accuracy accuracy =
        plans.measure(Plans.of(ranking, start.record().modelSha256()).layers());
    double drop = plans.dropPoints(accuracy);
    int int8 =
        Math.toIntExact(
            ranking.rows().stream().filter(row -> row.precision() == Precision.INT8).count());
    steps.add(new Step(limit, int8, accuracy.correct(), drop));
    console.line(
        "Accuracy search on %s: sensitivities up to %.3g, %d layers in INT8, %.2f points below FP32."
            .formatted(backend, limit, int8, drop));
    return drop;
  }
}

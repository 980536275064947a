package io.layerbench.comparison;

import io.layerbench.base.Precision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * comparison.json: several runs of one model side by side.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param model its name
 * @param modelSha256 its digest
 * @param noisePercent changes up to this count as none
 * @param level the false discovery rate
 * @param runs in the order given
 * @param differences what differs between the runs beside their times
 * @param lines by layer in the model's order, then glue, then whole models
 * @param means of the layers' ratios, by precision and run
 * @param accuracies of whole models
 * @param moves how the ranking moves between the runs
 * @param choices layers whose fastest precision or planned precision is not the same in all runs
 * @param plans what each plan would cost on each run's device
 * @param portable one plan for all; null where there is none
 * @param noPortable why there is none; null where there is one
 */
public record Comparison(
    int formatVersion,
    String model,
    String modelSha256,
    double noisePercent,
    double level,
    List<RunLine> runs,
    List<Difference> differences,
    List<Line> lines,
    List<Mean> means,
    List<Accuracy> accuracies,
    RankMoves moves,
    List<Choice> choices,
    PlanTable plans,
    @Nullable PortablePlan portable,
    @Nullable String noPortable) {

  /** The version that this program writes. */
  public static final int FORMAT_VERSION = 1;

  public Comparison {
    runs = List.copyOf(runs);
    differences = List.copyOf(differences);
    lines = List.copyOf(lines);
    means = List.copyOf(means);
    accuracies = List.copyOf(accuracies);
    choices = List.copyOf(choices);
  }

  /**
   * A condition that is not the same in all runs.
   *
   * @param what its name
   * @param values by run
   */
  public record Difference(String what, List<String> values) {
    public Difference {
      values = List.copyOf(values);
    }
  }

  /**
   * The geometric mean of the layers' ratios to the baseline.
   *
   * @param run its id
   * @param precision in lower case
   * @param layers how many it is of
   * @param ratio above 1 is slower
   * @param low of the 95% interval; null where a case has a single fork
   * @param high null likewise
   */
  public record Mean(
      String run,
      String precision,
      int layers,
      double ratio,
      @Nullable Double low,
      @Nullable Double high) {

    /** True where the interval does not hold 1. */
    public boolean isShown() {
      return low != null && high != null && (low > 1 || high < 1);
    }
  }

  /**
   * A whole model's accuracy and size.
   *
   * @param method its name
   * @param percent by run; null where it is unknown
   * @param sizeMb by run; null where the run has no such method
   */
  public record Accuracy(
      String method, List<@Nullable Double> percent, List<@Nullable Double> sizeMb) {}

  /**
   * Which precision suits a layer, run by run.
   *
   * @param fastest precision in lower case; null where fewer than two were measured, or where the
   *     intervals of the two fastest overlap
   * @param planned what the run's own plan gives it; null without a plan
   */
  public record Choice(
      String layer, List<@Nullable String> fastest, List<@Nullable Precision> planned) {}

  /**
   * What plans cost.
   *
   * @param how by run: how a plan's latency is known there
   * @param rows a plan each
   */
  public record PlanTable(List<String> how, List<PlanRow> rows) {}

  /**
   * A plan on all devices.
   *
   * @param plan whose it is, for people
   * @param run the id of the run whose own it is; null for others
   * @param int8Layers how many layers it puts into INT8
   * @param cells by run; null where nothing predicts
   */
  public record PlanRow(
      String plan, @Nullable String run, int int8Layers, List<@Nullable PlanCell> cells) {}

  /**
   * A plan on one device.
   *
   * @param ms its predicted latency
   * @param regretPercent how much more that is than the latency of the device's own plan
   */
  public record PlanCell(double ms, double regretPercent) {}

  /**
   * One plan for all devices.
   *
   * @param layers INT8 or FP32 by layer
   * @param worstRegretPercent the most that it costs above the best plan of a device within the
   *     same limit
   * @param regretPercents the same by run
   * @param maxSensitivity the sum of sensitivities that it was not to exceed
   * @param how it was found
   */
  public record PortablePlan(
      Map<String, Precision> layers,
      double worstRegretPercent,
      List<Double> regretPercents,
      double maxSensitivity,
      String how) {}

  /** The lines of one kind. */
  public List<Line> lines(Line.Kind kind) {
    return lines.stream().filter(line -> line.kind() == kind).toList();
  }
}

package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.comparison.Cell.Change;
import io.layerbench.comparison.Comparison.Difference;
import io.layerbench.comparison.Comparison.Mean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A comparison's facts in words, the same in every format. */
public final class Texts {

  /** The share of disturbed forks from which on they are spoken of. */
  private static final double DISTURBED = 0.1;

  private Texts() {}

  /** A change such as "+3.1%" or "−12.0%". */
  public static String percent(double value) {
    String digits = String.format(Locale.ROOT, "%.1f%%", Math.abs(value));
    return digits.equals("0.0%") ? "±0.0%" : (value < 0 ? "−" : "+") + digits;
  }

  /** Milliseconds, or an en dash where they are missing. */
  public static String ms(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** A change with its verdict, such as "+20.1% slower" or "+0.3% ~". */
  public static String change(Change change) {
    return percent(change.percent()) + " " + change.text();
  }

  /** What is compared and how: a run in a line. */
  public static String run(RunLine run) {
    return "%s (%s, %s, %s)"
            .formatted(run.name(), run.device(), run.backend(), count(run.threads(), "thread"))
        + ", "
        + count(run.forks(), "fork")
        + " of "
        + run.iterations()
        + ", "
        + run.started();
  }

  /** What a reader must know before the numbers: what differs, and how quiet the machine was. */
  public static List<String> warnings(Comparison comparison) {
    List<String> warnings = new ArrayList<>();
    comparison
        .differences()
        .forEach(one -> warnings.add("The runs differ in " + difference(comparison, one) + "."));
    for (RunLine run : comparison.runs()) {
      addSentinels(warnings, comparison, run);
      if (run.disturbedForks() > DISTURBED * run.countedForks()) {
        warnings.add(
            "Others disturbed %d of %d forks of %s, whose times count all the same."
                .formatted(run.disturbedForks(), run.countedForks(), run.id()));
      }
    }
    return warnings;
  }

  /** One and the same small model shows whether the machine was as fast in both runs. */
  private static void addSentinels(List<String> warnings, Comparison comparison, RunLine run) {
    RunLine baseline =
        run.comparedWith() == null ? run : comparison.runs().get(RunLine.index(run.comparedWith()));
    Double before = baseline.sentinelMs();
    Double after = run.sentinelMs();
    if (before != null
        && after != null
        && baseline.device().equals(run.device())
        && baseline.threads() == run.threads()
        && Math.abs(after / before - 1) * 100 > comparison.noisePercent()) {
      warnings.add(
          "The machine itself was not as fast in %s as in %s: the sentinel, the same model in every run, changed by %s. So much of each change is none of the model's."
              .formatted(run.id(), baseline.id(), percent(100 * (after / before - 1))));
    }
  }

  /** A difference such as "threads (A: 2, B: 1)". */
  public static String difference(Comparison comparison, Difference difference) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < difference.values().size(); i++) {
      values.add(comparison.runs().get(i).id() + ": " + difference.values().get(i));
    }
    return difference.what() + " (" + String.join(", ", values) + ")";
  }

  /** A mean such as "B, int8: +1.2% (+0.4% to +2.0%) over 5 layers". */
  public static String mean(Mean mean) {
    String interval =
        mean.low() == null || mean.high() == null
            ? "no interval from single forks"
            : percent(100 * (mean.low() - 1)) + " to " + percent(100 * (mean.high() - 1));
    return "%s, %s: %s (%s)%s over %s"
        .formatted(
            mean.run(),
            mean.precision(),
            percent(100 * (mean.ratio() - 1)),
            interval,
            mean.isShown() ? "" : " ~",
            count(mean.layers(), "layer"));
  }

  /** A tally in a sentence. */
  public static String tally(Comparison comparison, Tally tally) {
    RunLine run = comparison.runs().get(RunLine.index(tally.run()));
    StringBuilder text = new StringBuilder();
    text.append(
        "%s against %s: %d slower, %d faster, %d within noise"
            .formatted(
                tally.run(), run.comparedWith(), tally.slower(), tally.faster(), tally.within()));
    if (tally.visiblePercent() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              " (half of the cases would have shown a change of %.1f%%)",
              tally.visiblePercent()));
    }
    if (tally.undecided() > 0) {
      text.append(
          ", %d without a verdict, which needs %d forks in each run"
              .formatted(tally.undecided(), tally.forksNeeded()));
    }
    if (tally.missing() > 0) {
      text.append(", %d in one of the two only".formatted(tally.missing()));
    }
    return text.append(".").toString();
  }

  /** The plan for all in a sentence, or why there is none. */
  public static String portable(Comparison comparison) {
    Comparison.PortablePlan plan = comparison.portable();
    if (plan == null) {
      return "There is no plan for all: " + comparison.noPortable() + ".";
    }
    long int8 =
        plan.layers().values().stream().filter(precision -> precision == Precision.INT8).count();
    String each =
        IntStream.range(0, comparison.runs().size())
            .mapToObj(
                i -> comparison.runs().get(i).id() + " " + percent(plan.regretPercents().get(i)))
            .collect(Collectors.joining(", "));
    return "One plan for all puts %d of %d layers into INT8 and costs at most %s above a device's best (%s; %s)."
        .formatted(
            int8, plan.layers().size(), percent(plan.worstRegretPercent()), each, plan.how());
  }

  /** For example "1 fork" or "7 forks". */
  public static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}

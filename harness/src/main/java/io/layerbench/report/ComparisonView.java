package io.layerbench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comparison's content in its final words, which the template only lays out. Public, with its
 * parts, since templates are compiled into a package of their own.
 *
 * @param model the model's name
 * @param subtitle in one line
 * @param verdicts a sentence for each run that is held against another
 * @param warnings what a reader must know first
 * @param runs what is compared
 * @param noise how much counts as none, in words
 * @param tables latencies: whole models, layers, glue
 * @param means the layers' ratios on average, in words
 * @param accuracies of whole models
 * @param bump how ranks move; null where fewer than two runs have a ranking
 * @param tau Kendall's tau of every two runs; rows as texts
 * @param choices layers whose best precision is not the same everywhere
 * @param planHeader the columns of what plans cost
 * @param plans what plans cost
 * @param portable the plan for all in a sentence
 */
public record ComparisonView(
    Name model,
    String subtitle,
    List<String> verdicts,
    List<String> warnings,
    List<RunCard> runs,
    String noise,
    List<LatencyTable> tables,
    List<String> means,
    List<List<String>> accuracies,
    ReportView.@Nullable ChartView bump,
    List<List<String>> tau,
    List<ChoiceRow> choices,
    List<String> planHeader,
    List<PlanLine> plans,
    String portable) {

  /** A run: its letter, its name, and facts. */
  public record RunCard(String id, Name name, String role, List<Labelled> facts) {}

  /**
   * Latencies of one kind of things.
   *
   * @param first what the first column is
   * @param several whether a thing has several precisions, each a row
   */
  public record LatencyTable(
      String title, String first, String sentence, boolean several, List<LatencyRow> rows) {}

  /** A thing in one precision: a cell per run. */
  public record LatencyRow(Name name, String precision, List<LatencyCell> cells) {}

  /**
   * A time and how it changed.
   *
   * @param missing why there is none; null where there is one
   * @param emulated why it is not the precision's own kernel; null where it is native
   * @param change such as "+3.1%"; null where it is not compared
   * @param verdict "faster", "slower", "~", or what is needed for one
   * @param style a class of the style sheet for the verdict
   * @param details the interval of the ratio and the smallest change that would have been seen
   */
  public record LatencyCell(
      String median,
      String interval,
      @Nullable String missing,
      @Nullable String emulated,
      @Nullable String change,
      String verdict,
      String style,
      String details) {}

  /** A layer, and per run its fastest precision and the planned one. */
  public record ChoiceRow(Name layer, List<String> fastest, List<String> planned) {}

  /** A plan and its price per run. */
  public record PlanLine(String plan, String int8, List<PlanPrice> prices) {}

  /** A predicted latency and what it is above the device's own plan. */
  public record PlanPrice(String ms, String regret) {}
}

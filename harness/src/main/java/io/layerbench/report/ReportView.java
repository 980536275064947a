package io.layerbench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report's content in its final words, which the template only lays out. Public, with its parts,
 * since templates are compiled into a package of their own.
 *
 * @param title of the page
 * @param model the model's name
 * @param subtitle device, label and time in one line
 * @param script sorts and filters
 * @param headlines what each mixed plan does and brings
 * @param verdict one honest line
 * @param warnings what a reader must know first
 * @param evaluation whole models
 * @param blocks accuracies with one block quantized at a time; null where there are none
 * @param resources what whole models take and have; empty where a run did not find out
 * @param backends a section for each backend that was run
 * @param tradeoffs latency against accuracy, one for each backend that has several whole models
 * @param sensitivity the charts; empty without sensitivities
 * @param findings what a reader of the sensitivities should know: unit and sentence
 * @param sums isolated layers against whole models
 * @param inPlace whole models timed in place
 * @param reconciled layers whose times alone and in place disagree
 * @param gains what INT8 gains of each layer in place, by backend
 * @param pareto plans of the frontiers
 * @param device the hardware
 * @param conditions of the run
 * @param availability of every backend, those that could not be used with the reason
 * @param failed cases that failed
 * @param skipped cases that were not planned, grouped by reason
 * @param provenance versions, options, hashes
 * @param command makes the same run again
 * @param files links relative to the report: address and name
 */
public record ReportView(
    String title,
    Name model,
    String subtitle,
    PageScript script,
    List<String> headlines,
    String verdict,
    List<Notice> warnings,
    List<EvaluationLine> evaluation,
    @Nullable BlockView blocks,
    List<ResourceLine> resources,
    List<BackendView> backends,
    List<ChartView> tradeoffs,
    List<ChartView> sensitivity,
    List<Labelled> findings,
    List<SumLine> sums,
    List<PlacedLine> inPlace,
    List<ReconciledLine> reconciled,
    List<GainView> gains,
    List<ParetoView> pareto,
    List<Labelled> device,
    List<Labelled> conditions,
    List<AvailabilityLine> availability,
    List<FailedLine> failed,
    List<SkippedLine> skipped,
    List<Labelled> provenance,
    String command,
    List<Labelled> files) {

  /** More would push the results off the first screen. */
  private static final int WARNINGS_FIRST = 3;

  /** The warnings that are shown at once. */
  public List<Notice> firstWarnings() {
    return warnings.subList(0, Math.min(WARNINGS_FIRST, warnings.size()));
  }

  /** The warnings that are folded away. */
  public List<Notice> otherWarnings() {
    return warnings.subList(firstWarnings().size(), warnings.size());
  }

  /** True when some whole model has an energy to show. */
  public boolean hasEnergies() {
    return resources.stream().anyMatch(line -> !line.energy().equals(LayerLines.NONE));
  }

  /** A warning and its remedy. */
  public record Notice(String text, @Nullable String remedy) {}

  /**
   * A row of the evaluation table. Texts are "–" where a value is missing.
   *
   * @param accuracyInterval empty where there is none
   * @param sameAs the method whose model and numbers it shares; null where it has its own
   */
  public record EvaluationLine(
      String method,
      String backend,
      String accuracy,
      String accuracyInterval,
      String items,
      String agreement,
      String psnr,
      String latency,
      String interval,
      String speed,
      String size,
      @Nullable String sameAs,
      @Nullable String failure) {}

  /**
   * What a whole model takes and has. Texts are "–" where a value is missing.
   *
   * @param error of the prediction; empty without one
   * @param bytes of parameters by element type
   * @param nonZero parameters by element type
   * @param energy in mJ
   */
  public record ResourceLine(
      String method,
      String backend,
      String int8,
      String fp16,
      String fp32,
      String predicted,
      String error,
      String itemsPerSecond,
      String loss,
      String cpu,
      String memory,
      List<String> bytes,
      List<String> nonZero,
      String energy) {}

  /**
   * What was measured on one backend.
   *
   * @param precisions the columns of latencies
   * @param rule how score and policy work, in a sentence
   * @param plan how many layers got which precision
   * @param layers the ranking
   * @param glue what lies between the layers
   * @param orders how much the order depends on score and norm; empty without a ranking
   * @param orderSentence what to read from that
   * @param times charts of latency; empty when nothing was timed
   * @param spreads charts of what the times depend on
   */
  public record BackendView(
      String name,
      List<String> precisions,
      String rule,
      List<Chip> plan,
      List<LayerLine> layers,
      List<LayerLine> glue,
      List<OrderLine> orders,
      String orderSentence,
      List<ChartView> times,
      List<ChartView> spreads) {

    /** True when some layer has a reason to show. */
    public boolean hasReasons() {
      return layers.stream().anyMatch(line -> line.reason() != null);
    }

    /** True when some layer has an energy to show. */
    public boolean hasEnergies() {
      return layers.stream().anyMatch(line -> !line.energy().equals(LayerLines.NONE));
    }
  }

  /** Another choice against the run's own. Texts are "–" where a value is missing. */
  public record OrderLine(String kind, String name, String layers, String tau, String changed) {}

  /** A precision with a count or none, in its colour. */
  public record Chip(String precision, String text) {}

  /**
   * A row of the ranking or of the glue.
   *
   * @param rank with "=" where it is shared; "–" when unranked
   * @param close true when the score is within 5% of the row above
   * @param nodes of the model; empty where they are unknown, or one that has the layer's name
   * @param precision null for glue
   * @param reason why it is unranked or stays in float; null for nothing
   * @param energy in mJ, "–" when missing
   */
  public record LayerLine(
      String rank,
      boolean close,
      Name name,
      Name op,
      List<Name> nodes,
      String shape,
      String parameters,
      List<TimeCell> times,
      String memory,
      String sensitivity,
      String score,
      @Nullable Chip precision,
      @Nullable String reason,
      String energy) {}

  /**
   * A latency in ms.
   *
   * @param median "–" when missing
   * @param interval empty when there is none
   * @param badge "native", "emulated", or empty where there is nothing to tell apart
   * @param emulated why it is not the precision's own kernel; null where it is native
   * @param missing why there is none; null where there is one
   */
  public record TimeCell(
      String median,
      String interval,
      String badge,
      @Nullable String emulated,
      @Nullable String missing) {}

  /**
   * A chart with what to read from it and its numbers.
   *
   * @param svg an element made by this program; everything else is text
   */
  public record ChartView(
      String title,
      String sentence,
      @Nullable String note,
      String svg,
      List<String> header,
      List<List<String>> rows) {}

  /** Isolated layers against the whole model, for one variant on one backend. */
  public record SumLine(
      String backend,
      String variant,
      String layers,
      String glue,
      String calls,
      String whole,
      String ratio,
      String note) {}

  /** A whole model timed in place, times in ms. */
  public record PlacedLine(
      String backend,
      String model,
      String whole,
      String profiled,
      String kernels,
      String predicted,
      String residual) {}

  /** A layer that is another alone than in place, times in ms. */
  public record ReconciledLine(
      Name layer,
      String backend,
      String precision,
      String alone,
      String inPlace,
      String difference,
      String cause) {}

  /**
   * A backend's frontier of predicted latency against summed sensitivity.
   *
   * @param sentence how many plans it has, and how many are shown
   */
  public record ParetoView(String backend, String sentence, List<ParetoLine> plans) {}

  /**
   * A plan of a frontier, the latency in ms, the size in MB.
   *
   * @param knee true for the knee
   * @param changes what is other than in the plan above it; empty for nothing
   */
  public record ParetoLine(
      String point,
      boolean knee,
      String int8Layers,
      String predicted,
      String sensitivity,
      String size,
      String changes) {}

  /** A fork that failed. */
  public record FailedLine(Name subject, String variant, int fork, String reason, String log) {}

  /** Cases that share a reason for not being planned. */
  public record SkippedLine(String reason, int cases, List<Name> examples) {}
}

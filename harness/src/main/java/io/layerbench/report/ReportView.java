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
 * @param verdict one honest line
 * @param warnings what a reader must know first
 * @param evaluation whole models
 * @param blocks accuracies with one block quantized at a time; null where there are none
 * @param resources what whole models take and have; empty where a run did not find out
 * @param backends a section for each backend that was run
 * @param sensitivity the chart; null without sensitivities
 * @param findings what a reader of the sensitivities should know: unit and sentence
 * @param sums isolated layers against whole models
 * @param inPlace whole models timed in place
 * @param reconciled layers whose times alone and in place disagree
 * @param gains what INT8 gains of each layer in place, by backend
 * @param device the hardware
 * @param conditions of the run
 * @param availability of every backend
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
    String verdict,
    List<Notice> warnings,
    List<EvaluationLine> evaluation,
    @Nullable BlockView blocks,
    List<ResourceLine> resources,
    List<BackendView> backends,
    @Nullable ChartView sensitivity,
    List<Labelled> findings,
    List<SumLine> sums,
    List<PlacedLine> inPlace,
    List<ReconciledLine> reconciled,
    List<GainView> gains,
    List<Labelled> device,
    List<Labelled> conditions,
    List<Labelled> availability,
    List<FailedLine> failed,
    List<SkippedLine> skipped,
    List<Labelled> provenance,
    String command,
    List<Labelled> files) {

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
   * Accuracies with one block quantized at a time.
   *
   * @param sentence what to read from it
   */
  public record BlockView(String sentence, List<BlockLine> lines) {}

  /**
   * A block. Texts are "–" where a value is missing.
   *
   * @param members the names of its layers
   * @param shown true when the whole interval of the drop lies above 0
   */
  public record BlockLine(
      Name block,
      String layers,
      String members,
      String parameters,
      String precision,
      String accuracy,
      String accuracyInterval,
      String drop,
      String dropInterval,
      boolean shown) {}

  /**
   * What a whole model takes and has. Texts are "–" where a value is missing.
   *
   * @param error of the prediction; empty without one
   * @param bytes of parameters by element type
   * @param nonZero parameters by element type
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
      List<String> nonZero) {}

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
   * @param latency null when nothing was timed
   * @param scatter null when nothing is ranked
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
      @Nullable ChartView latency,
      @Nullable ChartView scatter) {

    /** True when some layer has a reason to show. */
    public boolean hasReasons() {
      return layers.stream().anyMatch(line -> line.reason() != null);
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
   * @param precision null for glue
   * @param reason why it is unranked or stays in float; null for nothing
   */
  public record LayerLine(
      String rank,
      boolean close,
      Name name,
      Name op,
      String shape,
      String parameters,
      List<TimeCell> times,
      String memory,
      String sensitivity,
      String score,
      @Nullable Chip precision,
      @Nullable String reason) {}

  /**
   * A latency in ms.
   *
   * @param median "–" when missing
   * @param interval empty when there is none
   * @param emulated why it is not the precision's own kernel; null where it is native
   * @param missing why there is none; null where there is one
   */
  public record TimeCell(
      String median, String interval, @Nullable String emulated, @Nullable String missing) {}

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
   * What INT8 gains on a backend.
   *
   * @param sentence what the lines show
   * @param lines the greatest gain first
   */
  public record GainView(String backend, String sentence, List<GainLine> lines) {}

  /**
   * What INT8 gains of a layer in place, times in ms.
   *
   * @param close true when it is not shown to differ from the row above
   * @param interval empty when there is none
   */
  public record GainLine(
      Name layer,
      String fp32,
      String int8,
      boolean close,
      String gain,
      String interval,
      String verdict) {}

  /** A fork that failed. */
  public record FailedLine(Name subject, String variant, int fork, String reason, String log) {}

  /** Cases that share a reason for not being planned. */
  public record SkippedLine(String reason, int cases, List<Name> examples) {}
}

package io.layerbench.report;

import io.layerbench.base.Csv;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that a run can be reported as. */
public enum ReportFormat {
  /** The page. */
  HTML,
  /** For pull requests and issues. */
  MARKDOWN,
  /** A row per layer, with all of its times. */
  CSV,
  /** Verdict, whole models and layers as typed values. */
  JSON,
  /** Gauges for monitoring. */
  OPENMETRICS;

  /** The run in this format: the same text for the same run. */
  public String text(RunData data) {
    return switch (this) {
      case HTML -> new ReportWriter().render(data);
      case MARKDOWN -> MarkdownReport.text(data);
      case CSV -> csv(data);
      case JSON -> Json.pretty(JsonReport.of(data));
      case OPENMETRICS -> OpenMetrics.text(data);
    };
  }

  /** What JSON holds. */
  private record JsonReport(
      int formatVersion,
      String model,
      String modelSha256,
      String device,
      String startedUtc,
      List<String> headlines,
      String verdict,
      List<ReportView.Notice> warnings,
      List<EvaluationRow> evaluation,
      List<LayerResult> layers) {

    static JsonReport of(RunData data) {
      RunRecord run = data.record();
      return new JsonReport(
          1,
          run.modelName(),
          run.modelSha256(),
          run.device().id(),
          run.startedUtc(),
          Headlines.of(data.evaluation()),
          data.verdict(),
          Notices.of(data, Measured.of(data)),
          data.evaluation(),
          LayerResult.of(data));
    }
  }

  private static String csv(RunData data) {
    List<Precision> precisions = data.record().options().precisions();
    List<String> header =
        new ArrayList<>(
            List.of(
                "backend",
                "rank",
                "layer",
                "op",
                "parameters",
                "memory_mb",
                "sensitivity",
                "score",
                "precision"));
    for (Precision precision : precisions) {
      for (String column : List.of("_ms", "_low_ms", "_high_ms", "_emulated")) {
        header.add(precision.id() + column);
      }
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    LayerResult.of(data).forEach(result -> rows.add(row(result, precisions)));
    return Csv.text(
        List.of(
            "model_sha256=" + data.record().modelSha256(), "device=" + data.record().device().id()),
        header,
        rows);
  }

  private static List<@Nullable String> row(LayerResult result, List<Precision> precisions) {
    List<@Nullable String> row = new ArrayList<>();
    row.add(result.backend());
    row.add(textOf(result.rank()));
    row.add(result.layer());
    row.add(result.op());
    row.add(Long.toString(result.parameters()));
    row.add(Double.toString(result.memoryMb()));
    row.add(textOf(result.sensitivity()));
    row.add(textOf(result.score()));
    row.add(textOf(result.precision()));
    for (Precision precision : precisions) {
      LayerResult.Time time = result.times().get(precision);
      row.add(time == null ? null : textOf(time.medianMs()));
      row.add(time == null ? null : textOf(time.lowMs()));
      row.add(time == null ? null : textOf(time.highMs()));
      row.add(time == null ? null : time.emulated());
    }
    return row;
  }

  private static @Nullable String textOf(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}

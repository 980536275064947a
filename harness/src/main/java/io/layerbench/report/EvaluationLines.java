package io.layerbench.report;

import io.layerbench.report.ReportView.EvaluationLine;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import io.layerbench.statistics.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the rows of the evaluation table. */
final class EvaluationLines {

  private static final String NONE = LayerLines.NONE;

  private EvaluationLines() {}

  static List<EvaluationLine> of(List<EvaluationRow> rows) {
    return rows.stream().map(row -> line(row, baseline(rows, row.backend()))).toList();
  }

  private static @Nullable EvaluationRow baseline(List<EvaluationRow> rows, String backend) {
    return rows.stream()
        .filter(row -> row.backend().equals(backend) && row.method().equals(EvaluationCsv.FP32))
        .findFirst()
        .orElse(null);
  }

  private static EvaluationLine line(EvaluationRow row, @Nullable EvaluationRow fp32) {
    Interval interval = Latency.interval(row);
    Double latency = row.latencyMs();
    return new EvaluationLine(
        row.method(),
        row.backend(),
        fixed(row.accuracyPercent(), 2, "%"),
        accuracyInterval(row.details()),
        items(row),
        fixed(row.agreementPercent(), 1, "%"),
        fixed(row.psnrDb(), 1, " dB"),
        latency == null ? NONE : Numbers.significant(latency),
        interval == null ? "" : Numbers.range(interval),
        speed(row, fp32),
        Numbers.significant(row.sizeMb()),
        row.details().sameAs(),
        Name.sentenceOrNull(row.failure()));
  }

  private static String accuracyInterval(MethodDetails details) {
    Double low = details.accuracyLowPercent();
    Double high = details.accuracyHighPercent();
    return low == null || high == null
        ? ""
        : Numbers.fixed(low, 1) + " to " + Numbers.fixed(high, 1) + "%";
  }

  private static String items(EvaluationRow row) {
    if (row.correct() != null) {
      return row.correct() + " of " + row.items();
    }
    return row.items() == 0 ? "" : row.items() + " items";
  }

  private static String speed(EvaluationRow row, @Nullable EvaluationRow fp32) {
    if (fp32 == null || row.equals(fp32) || fp32.latencyMs() == null || row.latencyMs() == null) {
      return NONE;
    }
    if (Latency.same(fp32, row)) {
      return "no measurable difference";
    }
    return Numbers.fixed(Latency.ratio(fp32, row), 2) + "×";
  }

  private static String fixed(@Nullable Double value, int decimals, String unit) {
    return value == null ? NONE : Numbers.fixed(value, decimals) + unit;
  }
}

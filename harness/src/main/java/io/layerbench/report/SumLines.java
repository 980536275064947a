package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerKind;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.report.ReportView.SumLine;
import io.layerbench.run.LayerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets the sum of a model's isolated parts against the model as a whole. */
final class SumLines {

  private SumLines() {}

  /** A line per backend and variant of which the whole model was timed. */
  static List<SumLine> of(Measured measured, List<String> backends, Map<String, Ranking> rankings) {
    List<SumLine> lines = new ArrayList<>();
    for (String backend : backends) {
      for (Precision precision : measured.precisions()) {
        add(lines, measured, backend, precision.name(), part -> precision);
      }
      Ranking ranking = rankings.get(backend);
      if (ranking != null) {
        Map<String, Precision> plan = new HashMap<>();
        for (RankedLayer row : ranking.rows()) {
          plan.put(row.layer(), row.precision());
        }
        add(lines, measured, backend, "mixed", part -> plan.getOrDefault(part, Precision.FP32));
      }
    }
    return lines;
  }

  private static void add(
      List<SumLine> lines,
      Measured measured,
      String backend,
      String variant,
      Function<String, Precision> precisionOf) {
    CaseTimes whole = measured.model(backend, variant.toLowerCase(Locale.ROOT));
    Double wholeMs = whole == null ? null : whole.medianMs();
    if (wholeMs == null) {
      return;
    }
    Sum sum = new Sum();
    for (LayerRow part : measured.layers()) {
      Precision precision = precisionOf.apply(part.name());
      boolean skipped = measured.isSkipped(backend, precision, part.name());
      Precision ran = skipped ? Precision.FP32 : precision;
      sum.add(part.kind(), measured.layer(backend, ran, part.name()), skipped);
    }
    lines.add(sum.line(backend, variant, wholeMs));
  }

  /** Adds up parts. */
  private static final class Sum {
    private double layers;
    private double glue;
    private double calls;
    private int missing;
    private int emulated;
    private int stay;
    private int parts;
    private boolean callsKnown = true;

    void add(LayerKind kind, @Nullable CaseTimes times, boolean skipped) {
      parts++;
      stay += skipped ? 1 : 0;
      Double ms = times == null ? null : times.medianMs();
      if (times == null || ms == null) {
        missing++;
        return;
      }
      if (kind == LayerKind.LAYER) {
        layers += ms;
      } else {
        glue += ms;
      }
      emulated += times.emulated() == null ? 0 : 1;
      Double call = times.callMs();
      if (call == null) {
        callsKnown = false;
      } else {
        calls += call;
      }
    }

    SumLine line(String backend, String variant, double whole) {
      return new SumLine(
          backend,
          variant,
          Numbers.significant(layers),
          Numbers.significant(glue),
          callsKnown ? Numbers.significant(calls) : "unknown",
          Numbers.significant(whole),
          missing == 0 ? Numbers.fixed((layers + glue) / whole, 2) : LayerLines.NONE,
          note());
    }

    private String note() {
      List<String> notes = new ArrayList<>();
      if (missing > 0) {
        notes.add(missing + " of " + parts + " parts have no time, so the sum is not complete");
      }
      if (stay > 0) {
        notes.add(stay + " of " + parts + " parts stay in FP32");
      }
      if (emulated > 0) {
        notes.add(emulated + " of " + parts + " parts are emulated");
      }
      return String.join("; ", notes);
    }
  }
}

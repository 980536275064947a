package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ChannelPeaks;
import io.layerbench.quantize.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds what the rules of {@link Finding.Rule} say about a table and its model. */
public final class Findings {

  private static final double DAMAGED = 30;
  private static final double NOTICEABLE = 40;
  private static final double DROP = 10;
  private static final double DOMINATING = 16;

  private Findings() {}

  /** All findings, in the order of the table's rows and then of the model's layers. */
  public static List<Finding> of(SensitivityTable table, OnnxModel model, List<Layer> parts) {
    List<Finding> findings = new ArrayList<>();
    table.rows().stream()
        .filter(row -> isInt8(row, Mode.ONLY) && row.kind() != UnitKind.MODEL)
        .forEach(row -> psnr(row, findings));
    drops(table, findings);
    for (Layer part : parts) {
      if (part.isRanked()) {
        dominating(model, part, findings);
      }
    }
    return findings;
  }

  private static boolean isInt8(SensitivityRow row, Mode mode) {
    return row.mode() == mode
        && row.precision() == Precision.INT8
        && row.operands() == Operands.WEIGHTS_AND_ACTIVATIONS;
  }

  private static void psnr(SensitivityRow row, List<Finding> findings) {
    OutputError own = row.own();
    Double psnr = own == null ? null : own.psnrDb();
    if (psnr != null && psnr < NOTICEABLE) {
      boolean damaged = psnr < DAMAGED;
      findings.add(
          new Finding(
              row.unit(),
              damaged ? Finding.Rule.BELOW_30_DB : Finding.Rule.BELOW_40_DB,
              String.format(
                  Locale.ROOT,
                  "(%s) alone in INT8 has %.1f dB of PSNR at its output, below %.0f dB%s.",
                  row.unit(),
                  psnr,
                  damaged ? DAMAGED : NOTICEABLE,
                  damaged ? ": keep it in FP16 or FP32, or quantize it per channel" : "")));
    }
  }

  private static void drops(SensitivityTable table, List<Finding> findings) {
    Double before = null;
    for (SensitivityRow row : table.rows()) {
      if (!isInt8(row, Mode.FIRST) || row.kind() != UnitKind.LAYER || row.own() == null) {
        continue;
      }
      Double sqnr = row.own().sqnrDb();
      if (sqnr != null && before != null && before - sqnr >= DROP) {
        findings.add(
            new Finding(
                row.unit(),
                Finding.Rule.SUDDEN_DROP,
                String.format(
                    Locale.ROOT,
                    "With all layers up to (%s) in INT8, the SQNR falls from %.1f to %.1f dB.",
                    row.unit(),
                    before,
                    sqnr)));
      }
      before = sqnr;
    }
  }

  private static void dominating(OnnxModel model, Layer layer, List<Finding> findings) {
    ChannelPeaks.of(model, layer)
        .filter(peaks -> peaks.dominance() >= DOMINATING)
        .ifPresent(
            peaks ->
                findings.add(
                    new Finding(
                        layer.name(),
                        Finding.Rule.DOMINATING_CHANNEL,
                        String.format(
                            Locale.ROOT,
                            "Output channel %d of (%s) has weights up to %.3g, %.0f times the median"
                                + " channel's: one scale for all leaves the others few steps; use"
                                + " --per-channel.",
                            peaks.channel(),
                            layer.name(),
                            peaks.peak(),
                            peaks.dominance()))));
  }
}

package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import io.layerbench.quantize.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what the rules of {@link Finding.Rule} say about a table. */
public final class Findings {

  private static final double DAMAGED = 30;
  private static final double NOTICEABLE = 40;
  private static final double DROP = 10;
  private static final double NEAR = 2;

  private Findings() {}

  /** What the table's rows show, in their order, then what its model and ranges do. */
  public static List<Finding> of(SensitivityTable table, ModelFindings model) {
    List<Finding> findings = new ArrayList<>();
    table.rows().stream()
        .filter(row -> isInt8(row, Mode.ONLY) && row.kind() != UnitKind.MODEL)
        .forEach(row -> psnr(row, findings));
    drops(table, findings);
    noiseSum(table, findings);
    findings.addAll(model.all());
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

  private static void noiseSum(SensitivityTable table, List<Finding> findings) {
    List<SensitivityRow> layers =
        table.layerRows().stream().filter(row -> isInt8(row, Mode.ONLY)).toList();
    Optional<Double> together =
        table.rows().stream()
            .filter(row -> isInt8(row, Mode.ONLY) && row.kind() == UnitKind.MODEL)
            .findFirst()
            .map(SensitivityRow::outputNoise);
    if (layers.isEmpty()
        || together.isEmpty()
        || layers.stream().anyMatch(row -> row.outputNoise() == null)) {
      return;
    }
    double sum =
        layers.stream().map(SensitivityRow::outputNoise).mapToDouble(Double::doubleValue).sum();
    findings.add(
        new Finding(
            Unit.MODEL,
            Finding.Rule.NOISE_SUM,
            String.format(
                Locale.ROOT,
                "Output noise of the %d layers alone in INT8 sums up to %.3g of the output's power; all together make %.3g. %s",
                layers.size(),
                sum,
                together.get(),
                trust(sum, together.get()))));
  }

  private static String trust(double sum, double together) {
    boolean near = together <= NEAR * sum && sum <= NEAR * together;
    return near
        ? "So sums over sets of layers can be trusted to about a factor of 2."
        : "Errors compound or cancel here: trust --max-drop, which measures sets, not sums.";
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
}

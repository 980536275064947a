package io.layerbench.sensitivity;

import io.layerbench.base.CsvTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of sensitivity.csv. */
final class SensitivityColumns {

  private static final String MODEL_SAMPLES = "model_samples";

  static final List<String> HEADER =
      List.of(
          "unit",
          "kind",
          "mode",
          "precision",
          "operands",
          "parameters",
          "samples",
          "sensitivity",
          "sensitivity_elements",
          "own_elements",
          "own_norm",
          "own_relative",
          "own_sqnr_db",
          "own_psnr_db",
          "own_peak",
          "own_cosine",
          MODEL_SAMPLES,
          "model_elements",
          "model_norm",
          "model_relative",
          "model_sqnr_db",
          "model_psnr_db",
          "model_peak",
          "model_cosine",
          "kl_nats",
          "top1_agreement_percent",
          "labelled",
          "correct_fp32",
          "correct",
          "accuracy_drop_points",
          "accuracy_drop_low",
          "accuracy_drop_high");

  /** What earlier versions wrote: the model's output was compared on the same samples. */
  static final List<String> EARLIER =
      HEADER.stream().filter(column -> !column.equals(MODEL_SAMPLES)).toList();

  private SensitivityColumns() {}

  static List<@Nullable String> cells(SensitivityRow row) {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(row.unit());
    cells.add(word(row.kind()));
    cells.add(word(row.mode()));
    cells.add(row.precision() == null ? null : row.precision().name());
    cells.add(row.operands() == null ? null : word(row.operands()));
    cells.add(Long.toString(row.parameters()));
    cells.add(Integer.toString(row.samples()));
    cells.add(text(row.sensitivity()));
    cells.add(text(row.perElement()));
    addError(cells, row.own());
    cells.add(row.model() == null ? null : Integer.toString(row.model().samples()));
    addError(cells, row.model());
    addAgreement(cells, row.predictions());
    return cells;
  }

  private static void addError(List<@Nullable String> cells, @Nullable OutputError error) {
    if (error == null) {
      for (int i = 0; i < 7; i++) {
        cells.add(null);
      }
      return;
    }
    cells.add(Long.toString(error.elements()));
    cells.add(text(error.norm()));
    cells.add(text(error.relative()));
    cells.add(text(error.sqnrDb()));
    cells.add(text(error.psnrDb()));
    cells.add(text(error.peak()));
    cells.add(text(error.cosine()));
  }

  private static void addAgreement(List<@Nullable String> cells, @Nullable Agreement agreement) {
    if (agreement == null) {
      for (int i = 0; i < 8; i++) {
        cells.add(null);
      }
      return;
    }
    cells.add(text(agreement.klNats()));
    cells.add(text(agreement.top1Percent()));
    cells.add(Integer.toString(agreement.labelled()));
    cells.add(Integer.toString(agreement.correctFp32()));
    cells.add(Integer.toString(agreement.correct()));
    cells.add(text(agreement.dropPoints()));
    cells.add(text(agreement.dropLow()));
    cells.add(text(agreement.dropHigh()));
  }

  static SensitivityRow row(CsvTable.Row row) {
    UnitKind kind = SensitivityCsv.constant(row, "kind", UnitKind.class);
    return new SensitivityRow(
        row.text("unit"),
        kind,
        SensitivityCsv.constant(row, "mode", Mode.class),
        kind == UnitKind.MIXTURE ? null : row.precision("precision"),
        SensitivityCsv.operandsOrNull(row),
        row.whole("parameters", 1),
        row.count("samples", 1),
        SensitivityCsv.sensitivity(row),
        error(row, "own", "samples"),
        error(row, "model", row.header().contains(MODEL_SAMPLES) ? MODEL_SAMPLES : "samples"),
        agreement(row));
  }

  private static @Nullable OutputError error(CsvTable.Row row, String where, String samples) {
    if (row.textOrNull(where + "_elements") == null) {
      return null;
    }
    return new OutputError(
        row.count(samples, 1),
        row.whole(where + "_elements", 1),
        row.number(where + "_norm"),
        row.number(where + "_relative"),
        row.numberOrNull(where + "_sqnr_db"),
        row.numberOrNull(where + "_psnr_db"),
        row.number(where + "_peak"),
        row.number(where + "_cosine"));
  }

  private static @Nullable Agreement agreement(CsvTable.Row row) {
    if (row.textOrNull("kl_nats") == null) {
      return null;
    }
    return new Agreement(
        row.number("kl_nats"),
        row.number("top1_agreement_percent"),
        row.count("labelled", 0),
        row.count("correct_fp32", 0),
        row.count("correct", 0),
        row.numberOrNull("accuracy_drop_points"),
        row.numberOrNull("accuracy_drop_low"),
        row.numberOrNull("accuracy_drop_high"));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(@Nullable Double value) {
    return value == null ? null : value.toString();
  }
}

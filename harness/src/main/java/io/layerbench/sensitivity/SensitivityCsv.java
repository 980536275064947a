package io.layerbench.sensitivity;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * sensitivity.csv: a comment line {@code # model_sha256=…, scheme=…}, then the columns
 * layer,precision,parameters,sensitivity,samples.
 */
public final class SensitivityCsv {

  private static final List<String> HEADER =
      List.of("layer", "precision", "parameters", "sensitivity", "samples");
  private static final Pattern KEYS =
      Pattern.compile("model_sha256=([0-9a-f]{64}), scheme=([0-9A-Za-z._-]{1,80})");

  private SensitivityCsv() {}

  /** Writes the table, whole or not at all. */
  public static void write(Path file, SensitivityTable table) throws IOException {
    AtomicFiles.write(file, text(table));
  }

  /** The file's text. */
  public static String text(SensitivityTable table) {
    return Csv.text(
        List.of("model_sha256=" + table.modelSha256() + ", scheme=" + table.scheme()),
        HEADER,
        table.rows().stream()
            .map(
                row ->
                    List.of(
                        row.layer(),
                        row.precision().name(),
                        Long.toString(row.parameters()),
                        Double.toString(row.sensitivity()),
                        Integer.toString(row.samples())))
            .toList());
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInputException naming the line, when the model and scheme or the header are
   *     missing, a value is missing, negative or no number, a precision is unknown, or a layer has
   *     two rows for one precision
   */
  public static SensitivityTable read(Path file) {
    CsvTable csv = Csv.read(file, HEADER);
    Matcher keys =
        csv.comments().stream()
            .map(KEYS::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The CSV in " + file + " does not say which model and scheme it is for.",
                        "its first line is \"# model_sha256=…, scheme=…\", with the model file's"
                            + " SHA-256."));
    List<LayerSensitivity> rows = new ArrayList<>();
    Map<List<Object>, Long> seen = new HashMap<>();
    for (CsvTable.Row row : csv.rows()) {
      LayerSensitivity sensitivity = sensitivity(row);
      Long before = seen.put(List.of(sensitivity.layer(), sensitivity.precision()), row.line());
      if (before != null) {
        throw row.error("repeats the layer and precision of line (" + before + ")");
      }
      rows.add(sensitivity);
    }
    return new SensitivityTable(keys.group(1), keys.group(2), rows);
  }

  private static LayerSensitivity sensitivity(CsvTable.Row row) {
    double value = row.number("sensitivity");
    if (value < 0) {
      throw row.error("has a negative sensitivity (" + value + ")");
    }
    long samples = row.whole("samples", 1);
    if (samples > Integer.MAX_VALUE) {
      throw row.error("has too many samples (" + samples + ")");
    }
    Precision precision = row.precision("precision");
    return new LayerSensitivity(
        row.text("layer"), precision, row.whole("parameters", 1), value, (int) samples);
  }
}

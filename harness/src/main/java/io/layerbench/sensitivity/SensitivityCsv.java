package io.layerbench.sensitivity;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.base.InvalidInputException;
import io.layerbench.quantize.Operands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * sensitivity.csv: a comment line {@code # model_sha256=…, scheme=…}, a header, and a row per case.
 * A file from elsewhere may have the short form with the columns {@link #SHORT} only.
 */
public final class SensitivityCsv {

  /** The columns of a file that someone else made. */
  public static final List<String> SHORT =
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
        SensitivityColumns.HEADER,
        table.rows().stream().map(SensitivityColumns::cells).toList());
  }

  /**
   * Reads a table of either form.
   *
   * @throws InvalidInputException naming the line, when the model and scheme or the header are
   *     missing, a value is negative or no number, a name is unknown, or a case has two rows; an
   *     empty sensitivity is kept as missing
   */
  public static SensitivityTable read(Path file) {
    CsvTable csv =
        Csv.readAny(file, List.of(SensitivityColumns.HEADER, SensitivityColumns.EARLIER, SHORT));
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
    List<SensitivityRow> rows = new ArrayList<>();
    Map<List<Object>, Long> seen = new HashMap<>();
    for (CsvTable.Row row : csv.rows()) {
      SensitivityRow one =
          row.as(row.header().equals(SHORT) ? SensitivityCsv::imported : SensitivityColumns::row);
      Long before = seen.put(one.key(), row.line());
      if (before != null) {
        throw row.error("repeats the layer and precision of line (" + before + ")");
      }
      rows.add(one);
    }
    return new SensitivityTable(keys.group(1), keys.group(2), rows);
  }

  private static SensitivityRow imported(CsvTable.Row row) {
    return SensitivityRow.imported(
        row.text("layer"),
        row.precision("precision"),
        row.whole("parameters", 1),
        sensitivity(row),
        row.count("samples", 1));
  }

  static @Nullable Double sensitivity(CsvTable.Row row) {
    Double value = row.numberOrNull("sensitivity");
    if (value != null && value < 0) {
      throw row.error("has a negative sensitivity (" + value + ")");
    }
    return value;
  }

  /** The constant of that name in any case; refused when it is unknown. */
  static <E extends Enum<E>> E constant(CsvTable.Row row, String column, Class<E> type) {
    String cell = row.text(column);
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(cell.toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw row.error("has an unknown " + column + " (" + cell + ")");
  }

  static @Nullable Operands operandsOrNull(CsvTable.Row row) {
    return row.textOrNull("operands") == null ? null : constant(row, "operands", Operands.class);
  }
}

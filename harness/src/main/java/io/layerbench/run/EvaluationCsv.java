package io.layerbench.run;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Csv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * evaluation.csv: the columns method,accuracy_percent,latency_ms,size_mb. A value that is missing
 * is an empty cell; with several backends the method is followed by the backend in parentheses.
 */
public final class EvaluationCsv {

  /** The method that nothing was quantized in. */
  public static final String FP32 = "FP32 Baseline";

  /** The method that has every layer in INT8. */
  public static final String INT8 = "INT8 Full PTQ";

  /** The method that has every layer in INT8, with activations quantized as they come. */
  public static final String DYNAMIC = "INT8 Dynamic";

  /** The method that follows the plan. */
  public static final String MIXED = "Mixed-Precision";

  private static final List<String> HEADER =
      List.of("method", "accuracy_percent", "latency_ms", "size_mb");

  private EvaluationCsv() {}

  /** Writes the rows, whole or not at all. */
  public static void write(Path file, List<EvaluationRow> rows) throws IOException {
    AtomicFiles.write(file, text(rows));
  }

  /** The file's text. */
  public static String text(List<EvaluationRow> rows) {
    boolean several = rows.stream().map(EvaluationRow::backend).distinct().count() > 1;
    return Csv.text(List.of(), HEADER, rows.stream().map(row -> cells(row, several)).toList());
  }

  private static List<@Nullable String> cells(EvaluationRow row, boolean several) {
    return Arrays.asList(
        several ? row.method() + " (" + row.backend() + ")" : row.method(),
        number(row.accuracyPercent()),
        number(row.latencyMs()),
        number(row.sizeMb()));
  }

  private static @Nullable String number(@Nullable Double value) {
    return value == null ? null : value.toString();
  }
}

package io.layerbench.ranking;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.base.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * pareto.csv: a row per plan of the frontier of predicted latency against summed sensitivity, the
 * fastest first. Names of layers are joined by "; "; an empty cell is no layer.
 */
public final class ParetoCsv {

  private static final List<String> HEADER =
      List.of(
          "backend",
          "point",
          "predicted_latency_ms",
          "sensitivity",
          "size_mb",
          "int8_layers",
          "knee",
          "int8",
          "to_int8",
          "to_fp32");

  private static final String BETWEEN = "; ";

  private ParetoCsv() {}

  /**
   * The file's text.
   *
   * @param frontier where the rows are from
   */
  public static String text(ParetoFrontier frontier, List<ParetoRow> rows) {
    String whole =
        frontier.thinnedByMs() == 0
            ? "All plans that no other beats in predicted latency and summed sensitivity"
            : ("A part of the plans that no other beats in predicted latency and summed sensitivity:"
                    + " one that is left out is faster than one here by %s ms at most")
                .formatted(frontier.thinnedByMs());
    String text = whole + "; " + frontier.measure().text() + " is summed.";
    return Csv.text(List.of(text), HEADER, rows.stream().map(ParetoCsv::cells).toList());
  }

  private static List<@Nullable String> cells(ParetoRow row) {
    return Arrays.asList(
        row.backend(),
        Integer.toString(row.point()),
        Double.toString(row.predictedLatencyMs()),
        Double.toString(row.sensitivity()),
        Double.toString(row.sizeMb()),
        Integer.toString(row.int8().size()),
        Boolean.toString(row.knee()),
        names(row.int8()),
        names(row.toInt8()),
        names(row.toFp32()));
  }

  private static @Nullable String names(List<String> layers) {
    return layers.isEmpty() ? null : String.join(BETWEEN, layers);
  }

  /**
   * Reads the file back.
   *
   * @throws InvalidInputException naming the line
   */
  public static List<ParetoRow> read(Path file) {
    return Csv.read(file, HEADER).map(ParetoCsv::row);
  }

  private static ParetoRow row(CsvTable.Row row) {
    return new ParetoRow(
        row.text("backend"),
        row.count("point", 1),
        least0(row, "predicted_latency_ms"),
        least0(row, "sensitivity"),
        least0(row, "size_mb"),
        row.text("knee").equals("true"),
        layers(row, "int8"),
        layers(row, "to_int8"),
        layers(row, "to_fp32"));
  }

  private static double least0(CsvTable.Row row, String column) {
    double value = row.number(column);
    if (value < 0) {
      throw row.error("has a " + column + " below 0");
    }
    return value;
  }

  private static List<String> layers(CsvTable.Row row, String column) {
    String cell = row.textOrNull(column);
    return cell == null ? List.of() : List.of(cell.split(BETWEEN, -1));
  }
}

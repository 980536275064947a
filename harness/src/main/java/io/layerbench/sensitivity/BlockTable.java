package io.layerbench.sensitivity;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.base.Precision;
import io.layerbench.sensitivity.BlockAccuracy.Drop;
import io.layerbench.statistics.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * blocks.csv: one block quantized at a time, the rest FP32, and what that costs in accuracy.
 *
 * @param rows FP32 first, then the blocks in the model's order, then all of them; none where
 *     nothing is known
 */
public record BlockTable(List<BlockAccuracy> rows) {

  /** Nothing is known. */
  public static final BlockTable EMPTY = new BlockTable(List.of());

  private static final List<String> HEADER =
      List.of(
          "block",
          "layers",
          "parameters",
          "precision",
          "items",
          "correct",
          "accuracy_percent",
          "accuracy_low_percent",
          "accuracy_high_percent",
          "drop_points",
          "drop_low_points",
          "drop_high_points",
          "layer_names");

  private static final String COMMENT =
      "One block quantized at a time (simulated), the rest FP32; drops are paired with FP32 on the"
          + " same items.";
  private static final String SEPARATOR = "; ";

  public BlockTable {
    rows = List.copyOf(rows);
  }

  /**
   * What a sweep to the model's output says of blocks alone.
   *
   * @param blocks the layers by block, in the model's order
   * @param layers all layers
   */
  public static BlockTable of(
      SensitivityTable table, Map<String, List<String>> blocks, List<String> layers) {
    List<SensitivityRow> units =
        table.rows().stream().filter(row -> isBlock(row) && isLabelled(row)).toList();
    if (units.stream().noneMatch(row -> row.kind() == UnitKind.BLOCK)) {
      return EMPTY;
    }
    Agreement any = Objects.requireNonNull(units.get(0).predictions());
    List<BlockAccuracy> rows = new ArrayList<>();
    rows.add(
        new BlockAccuracy(
            BlockAccuracy.NONE,
            List.of(),
            0,
            Precision.FP32,
            any.labelled(),
            any.correctFp32(),
            null));
    for (SensitivityRow row : units) {
      rows.add(
          row(
              row,
              row.kind() == UnitKind.MODEL ? layers : blocks.getOrDefault(row.unit(), List.of())));
    }
    return new BlockTable(rows);
  }

  private static boolean isBlock(SensitivityRow row) {
    return row.isAlone() && (row.kind() == UnitKind.BLOCK || row.kind() == UnitKind.MODEL);
  }

  private static boolean isLabelled(SensitivityRow row) {
    return row.predictions() != null && row.predictions().dropPoints() != null;
  }

  private static BlockAccuracy row(SensitivityRow row, List<String> layers) {
    Agreement found = Objects.requireNonNull(row.predictions());
    return new BlockAccuracy(
        row.unit(),
        layers,
        row.parameters(),
        Objects.requireNonNull(row.precision()),
        found.labelled(),
        found.correct(),
        new Drop(
            Objects.requireNonNull(found.dropPoints()),
            new Interval(
                Objects.requireNonNull(found.dropLow()),
                Objects.requireNonNull(found.dropHigh()))));
  }

  /** The file's text. */
  public String text() {
    return Csv.text(List.of(COMMENT), HEADER, rows.stream().map(BlockTable::cells).toList());
  }

  private static List<@Nullable String> cells(BlockAccuracy row) {
    Drop drop = row.drop();
    return Arrays.asList(
        row.block(),
        String.valueOf(row.layers().size()),
        String.valueOf(row.parameters()),
        row.precision().id(),
        String.valueOf(row.items()),
        String.valueOf(row.correct()),
        number(row.percent()),
        number(row.interval().low()),
        number(row.interval().high()),
        drop == null ? null : number(drop.points()),
        drop == null ? null : number(drop.interval().low()),
        drop == null ? null : number(drop.interval().high()),
        String.join(SEPARATOR, row.layers()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /**
   * Reads the file.
   *
   * @throws io.layerbench.base.InvalidInputException naming the line
   */
  public static BlockTable read(Path file) {
    return new BlockTable(Csv.read(file, HEADER).map(BlockTable::row));
  }

  private static BlockAccuracy row(CsvTable.Row row) {
    String names = row.textOrNull("layer_names");
    Double points = row.numberOrNull("drop_points");
    return new BlockAccuracy(
        row.text("block"),
        names == null ? List.of() : List.of(names.split(SEPARATOR, -1)),
        row.whole("parameters", 0),
        row.precision("precision"),
        row.count("items", 1),
        row.count("correct", 0),
        points == null
            ? null
            : new Drop(
                points,
                new Interval(row.number("drop_low_points"), row.number("drop_high_points"))));
  }
}

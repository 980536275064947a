package io.layerbench.costs;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import io.layerbench.statistics.BlockedValues;
import io.layerbench.statistics.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * gains.csv: what INT8 gains of each layer in place.
 *
 * @param rows in the model's order, one backend after another
 */
public record LayerGains(List<LayerGain> rows) {

  /** Nothing was measured. */
  public static final LayerGains NONE = new LayerGains(List.of());

  /** The file's name in a run of one backend, or of its first one. */
  public static final String FILE = "gains.csv";

  private static final List<String> HEADER =
      List.of(
          "backend",
          "layer",
          "fp32_ms",
          "int8_ms",
          "gain_ms",
          "gain_low_ms",
          "gain_high_ms",
          "verdict",
          "turns",
          "turn_gains_ms");

  private static final String COMMENT =
      "What INT8 gains of each layer in place: FP32 cost less INT8 cost, paired by turn.";

  public LayerGains {
    rows = List.copyOf(rows);
  }

  /**
   * How many pairs of layers the turns tell apart.
   *
   * @param shown pairs whose gains differ by the test of {@link BlockedValues#shownSign}
   * @param all pairs
   */
  public record Pairs(int shown, int all) {

    /** The share that is told apart, in percent. */
    public double percent() {
      return 100.0 * shown / all;
    }
  }

  /** The rows of one backend. */
  public LayerGains of(String backend) {
    return new LayerGains(rows.stream().filter(row -> row.backend().equals(backend)).toList());
  }

  /** The pairs of these rows, which must be of one backend; null below two layers. */
  public @Nullable Pairs pairs() {
    int shown = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < i; j++) {
        shown += Math.abs(rows.get(i).shownAbove(rows.get(j)));
      }
    }
    return rows.size() < 2 ? null : new Pairs(shown, rows.size() * (rows.size() - 1) / 2);
  }

  /** The rows of both, this one's first. */
  public LayerGains plus(LayerGains other) {
    List<LayerGain> all = new ArrayList<>(rows);
    all.addAll(other.rows);
    return new LayerGains(all);
  }

  /** The file's text. */
  public String text() {
    return Csv.text(List.of(COMMENT), HEADER, rows.stream().map(LayerGains::cells).toList());
  }

  private static List<@Nullable String> cells(LayerGain row) {
    Interval interval = row.turnsMs().interval();
    return Arrays.asList(
        row.backend(),
        row.layer(),
        ms(row.fp32Ms()),
        ms(row.int8Ms()),
        ms(row.gainMs()),
        interval == null ? null : ms(interval.low()),
        interval == null ? null : ms(interval.high()),
        row.verdict().name().toLowerCase(Locale.ROOT),
        String.valueOf(row.turnsMs().size()),
        row.turnsMs().values().stream().map(LayerGains::ms).collect(Collectors.joining(" ")));
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /**
   * Reads the file.
   *
   * @throws io.layerbench.base.InvalidInputException naming the line
   */
  public static LayerGains read(Path file) {
    return new LayerGains(Csv.read(file, HEADER).map(LayerGains::row));
  }

  private static LayerGain row(CsvTable.Row row) {
    return new LayerGain(
        row.text("backend"),
        row.text("layer"),
        row.number("fp32_ms"),
        row.number("int8_ms"),
        turns(row));
  }

  private static BlockedValues turns(CsvTable.Row row) {
    try {
      return new BlockedValues(
          Arrays.stream(row.text("turn_gains_ms").split(" ", -1)).map(Double::valueOf).toList());
    } catch (IllegalArgumentException e) {
      throw row.error("has turn_gains_ms that are not all finite numbers");
    }
  }
}

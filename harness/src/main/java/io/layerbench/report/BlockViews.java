package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.sensitivity.BlockAccuracy;
import io.layerbench.sensitivity.BlockAccuracy.Drop;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.Unit;
import io.layerbench.statistics.Interval;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accuracies with one block quantized at a time. */
final class BlockViews {

  private static final String NONE = LayerLines.NONE;

  private BlockViews() {}

  static @Nullable BlockView of(BlockTable table) {
    return table.rows().isEmpty()
        ? null
        : new BlockView(sentence(table), table.rows().stream().map(BlockViews::line).toList());
  }

  private static String sentence(BlockTable table) {
    int items = table.rows().get(0).items();
    Optional<BlockAccuracy> worst =
        table.rows().stream()
            .filter(row -> row.drop() != null && !row.block().equals(Unit.MODEL))
            .max(Comparator.comparingDouble(row -> drop(row).points()));
    String said =
        worst
            .filter(row -> drop(row).isShown())
            .map(
                row ->
                    "The most is lost by (%s) in %s: %s points."
                        .formatted(
                            Name.of(row.block()).shown(),
                            row.precision().name(),
                            Numbers.fixed(drop(row).points(), 2)))
            .orElse("No single block is shown to lose accuracy.");
    return "One block quantized at a time, the rest FP32, over %s items. %s"
        .formatted(Numbers.whole(items), said);
  }

  private static Drop drop(BlockAccuracy row) {
    return Objects.requireNonNull(row.drop());
  }

  private static BlockView.Line line(BlockAccuracy row) {
    Drop drop = row.drop();
    boolean fp32 = row.precision() == Precision.FP32;
    return new BlockView.Line(
        name(row),
        fp32 ? NONE : Numbers.whole(row.layers().size()),
        Name.sentence(String.join(", ", row.layers())),
        fp32 ? NONE : Numbers.whole(row.parameters()),
        row.precision().name(),
        Numbers.fixed(row.percent(), 2) + "%",
        range(row.interval(), 1) + "%",
        drop == null ? NONE : Numbers.fixed(drop.points(), 2),
        drop == null ? "" : range(drop.interval(), 2),
        drop != null && drop.isShown());
  }

  private static Name name(BlockAccuracy row) {
    return switch (row.block()) {
      case BlockAccuracy.NONE -> Name.of("none");
      case Unit.MODEL -> Name.of("all blocks");
      default -> Name.of(row.block());
    };
  }

  private static String range(Interval interval, int decimals) {
    return Numbers.fixed(interval.low(), decimals)
        + " to "
        + Numbers.fixed(interval.high(), decimals);
  }
}

package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerKind;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.report.ReportView.Chip;
import io.layerbench.report.ReportView.LayerLine;
import io.layerbench.report.ReportView.TimeCell;
import io.layerbench.run.LayerRow;
import io.layerbench.statistics.ForkSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one backend's ranking and glue. */
final class LayerLines {

  static final String NONE = "–";
  private static final double CLOSE = 0.05;

  private final Measured measured;
  private final String backend;

  LayerLines(Measured measured, String backend) {
    this.measured = measured;
    this.backend = backend;
  }

  /** The ranking's rows, in its order. */
  List<LayerLine> ranked(Ranking ranking) {
    Map<String, LayerRow> layers =
        measured.layers().stream().collect(Collectors.toMap(LayerRow::name, Function.identity()));
    List<Integer> ranks =
        ranking.rows().stream().map(RankedLayer::rank).filter(Objects::nonNull).toList();
    List<LayerLine> lines = new ArrayList<>();
    Double above = null;
    for (RankedLayer row : ranking.rows()) {
      boolean close = above != null && row.score() != null && above - row.score() <= CLOSE * above;
      lines.add(ranked(row, layers.get(row.layer()), rank(row, ranks), close));
      above = row.score();
    }
    return lines;
  }

  /** The layers in the model's order, where there is no ranking. */
  List<LayerLine> unranked() {
    return ofKind(LayerKind.LAYER);
  }

  /** The glue in the model's order. */
  List<LayerLine> glue() {
    return ofKind(LayerKind.GLUE);
  }

  private List<LayerLine> ofKind(LayerKind kind) {
    return measured.layers().stream()
        .filter(row -> row.kind() == kind)
        .map(row -> line(row, NONE))
        .toList();
  }

  private LayerLine line(LayerRow row, String rank) {
    return new LayerLine(
        rank,
        false,
        Name.of(row.name()),
        Name.of(row.op()),
        nodes(row),
        row.outputShape(),
        Numbers.whole(row.parameters()),
        times(row.name()),
        Numbers.significant(row.parameters() * 4 / 1e6),
        NONE,
        NONE,
        null,
        Name.sentenceOrNull(row.floatReason()),
        NONE);
  }

  private LayerLine ranked(RankedLayer row, @Nullable LayerRow layer, String rank, boolean close) {
    return new LayerLine(
        rank,
        close,
        Name.of(row.layer()),
        Name.of(row.op()),
        layer == null ? List.of() : nodes(layer),
        layer == null ? "" : layer.outputShape(),
        Numbers.whole(row.parameters()),
        times(row.layer()),
        Numbers.significant(row.memoryMb()),
        number(row.sensitivity()),
        number(row.score()),
        new Chip(row.precision().id(), row.precision().name()),
        Name.sentenceOrNull(row.reason()),
        number(row.energyMj()));
  }

  private static List<Name> nodes(LayerRow layer) {
    List<String> nodes = layer.nodes();
    if (nodes == null || nodes.equals(List.of(layer.name()))) {
      return List.of();
    }
    return nodes.stream().map(Name::of).toList();
  }

  private static String rank(RankedLayer row, List<Integer> ranks) {
    Integer rank = row.rank();
    if (rank == null) {
      return NONE;
    }
    return (Collections.frequency(ranks, rank) > 1 ? "=" : "") + rank;
  }

  private static String number(@Nullable Double value) {
    return value == null ? NONE : Numbers.significant(value);
  }

  private List<TimeCell> times(String layer) {
    return measured.precisions().stream().map(precision -> time(precision, layer)).toList();
  }

  private TimeCell time(Precision precision, String layer) {
    CaseTimes times = measured.layer(backend, precision, layer);
    ForkSummary ms = times == null ? null : times.ms();
    if (times == null || ms == null) {
      return new TimeCell(
          NONE, "", "", null, Name.sentenceOrNull(measured.missing(backend, precision, layer)));
    }
    return new TimeCell(
        Numbers.significant(ms.median()),
        ms.interval() == null ? "" : Numbers.range(ms.interval()),
        badge(precision, times),
        Name.sentenceOrNull(times.emulated()),
        null);
  }

  /** FP32 is always its own; without a profile nobody knows what ran. */
  private static String badge(Precision precision, CaseTimes times) {
    if (times.emulated() != null) {
      return "emulated";
    }
    return precision != Precision.FP32 && times.profiled() ? "native" : "";
  }
}

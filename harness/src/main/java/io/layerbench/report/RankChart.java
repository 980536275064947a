package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.RankMoves.LayerRanks;
import io.layerbench.comparison.Texts;
import io.layerbench.report.ReportView.ChartView;
import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The chart of ranks by run: a line per layer, the best rank on top. */
final class RankChart {

  /** The most layers that it shows; the numbers beside have all. */
  private static final int MOST = 30;

  private static final int MOST_MARKED = 5;
  private static final int ROW = 22;
  private static final int TOP = 34;
  private static final int SIDE = 210;
  private static final int WIDTH = 860;
  private static final double DOT = 4;
  private static final Font BOLD = ChartDrawer.FONT.deriveFont(Font.BOLD);

  private final Comparison comparison;
  private final List<LayerRanks> shown;
  private final Set<String> marked;

  private RankChart(Comparison comparison) {
    this.comparison = comparison;
    this.shown = comparison.moves().layers().stream().filter(RankChart::isOnTop).toList();
    this.marked =
        shown.stream()
            .filter(one -> one.spread() > 0)
            .sorted(Comparator.comparingInt((LayerRanks one) -> -one.spread()))
            .limit(MOST_MARKED)
            .map(LayerRanks::layer)
            .collect(Collectors.toSet());
  }

  private static boolean isOnTop(LayerRanks layer) {
    return layer.ranks().stream().anyMatch(rank -> rank != null && rank <= MOST);
  }

  /** The chart; null where fewer than two runs rank something. */
  static @Nullable ChartView of(Comparison comparison) {
    long ranking =
        comparison.moves().tau().stream()
            .filter(row -> row.stream().anyMatch(Objects::nonNull))
            .count();
    return ranking < 2 ? null : new RankChart(comparison).view();
  }

  private ChartView view() {
    String sentence = sentence();
    Dimension size = new Dimension(WIDTH, TOP + ROW * (lowest() + 1));
    String svg = Svg.of("ranks", size, "Ranks by run", sentence, this::draw);
    int all = comparison.moves().layers().size();
    List<String> header = new ArrayList<>(List.of("layer"));
    comparison.runs().forEach(run -> header.add(run.id()));
    return new ChartView(
        "How the ranking moves",
        sentence,
        all > shown.size()
            ? "%d of %d layers are drawn; the numbers have all.".formatted(shown.size(), all)
            : null,
        svg,
        header,
        comparison.moves().layers().stream().map(RankChart::row).toList());
  }

  private static List<String> row(LayerRanks layer) {
    List<String> row = new ArrayList<>(List.of(Name.of(layer.layer()).shown()));
    layer.ranks().forEach(rank -> row.add(rank == null ? "–" : rank.toString()));
    return row;
  }

  private String sentence() {
    long moved = comparison.moves().layers().stream().filter(one -> one.spread() > 0).count();
    LayerRanks most =
        comparison.moves().layers().stream()
            .max(Comparator.comparingInt(LayerRanks::spread))
            .orElseThrow();
    String start =
        "Rank 1 is the best candidate for INT8. %d of %d layers change their rank"
            .formatted(moved, comparison.moves().layers().size());
    return moved == 0
        ? start + "."
        : start
            + ", most of all %s, by %s."
                .formatted(Name.inCharts(most.layer()), Texts.count(most.spread(), "place"));
  }

  private int lowest() {
    return shown.stream()
        .flatMap(one -> one.ranks().stream())
        .filter(Objects::nonNull)
        .max(Integer::compare)
        .orElse(1);
  }

  private void draw(Graphics2D graphics) {
    graphics.setFont(BOLD);
    graphics.setColor(Palette.INK);
    for (int i = 0; i < comparison.runs().size(); i++) {
      String id = comparison.runs().get(i).id();
      int width = graphics.getFontMetrics().stringWidth(id);
      graphics.drawString(id, (float) (x(i) - width / 2.0), 16f);
    }
    // Those that are marked lie above the others.
    shown.stream().filter(one -> !marked.contains(one.layer())).forEach(one -> draw(graphics, one));
    shown.stream().filter(one -> marked.contains(one.layer())).forEach(one -> draw(graphics, one));
    for (int run : new int[] {0, comparison.runs().size() - 1}) {
      shown.forEach(one -> label(graphics, one, run));
    }
  }

  private void draw(Graphics2D graphics, LayerRanks layer) {
    boolean mark = marked.contains(layer.layer());
    graphics.setColor(mark ? Palette.of(Precision.INT8) : Palette.MUTED);
    graphics.setStroke(new BasicStroke(mark ? 2.5f : 1.2f));
    for (int i = 0; i < layer.ranks().size(); i++) {
      Integer rank = layer.ranks().get(i);
      Integer before = i == 0 ? null : layer.ranks().get(i - 1);
      if (rank != null) {
        graphics.fill(new Ellipse2D.Double(x(i) - DOT, y(rank) - DOT, 2 * DOT, 2 * DOT));
        if (before != null) {
          graphics.draw(new Line2D.Double(x(i - 1), y(before), x(i), y(rank)));
        }
      }
    }
  }

  private void label(Graphics2D graphics, LayerRanks layer, int run) {
    Integer rank = layer.ranks().get(run);
    if (rank == null) {
      return;
    }
    // Layers that share a rank would be written over each other.
    List<LayerRanks> sharing =
        shown.stream().filter(one -> rank.equals(one.ranks().get(run))).toList();
    if (!sharing.get(0).equals(layer)) {
      return;
    }
    String name = Name.inCharts(layer.layer());
    String text = (sharing.size() > 1 ? name + " +" + (sharing.size() - 1) : name).strip();
    graphics.setFont(marked.contains(layer.layer()) ? BOLD : ChartDrawer.FONT);
    graphics.setColor(Palette.INK);
    float y = (float) y(rank) + 4;
    if (run == 0) {
      String left = text + "  " + rank;
      int width = graphics.getFontMetrics().stringWidth(left);
      graphics.drawString(left, (float) (x(0) - width - 12), y);
    } else {
      graphics.drawString(rank + "  " + text, (float) x(run) + 12, y);
    }
  }

  private double x(int run) {
    return SIDE + run * (WIDTH - 2.0 * SIDE) / Math.max(1, comparison.runs().size() - 1);
  }

  private static double y(int rank) {
    return TOP + ROW * (rank - 0.5);
  }
}

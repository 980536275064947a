package io.layerbench.report;

import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.Comparison.Accuracy;
import io.layerbench.comparison.Comparison.Choice;
import io.layerbench.comparison.Comparison.PlanCell;
import io.layerbench.comparison.Comparison.PlanRow;
import io.layerbench.comparison.Line;
import io.layerbench.comparison.RunLine;
import io.layerbench.comparison.Tally;
import io.layerbench.comparison.Texts;
import io.layerbench.report.ComparisonView.ChoiceRow;
import io.layerbench.report.ComparisonView.LatencyRow;
import io.layerbench.report.ComparisonView.LatencyTable;
import io.layerbench.report.ComparisonView.PlanLine;
import io.layerbench.report.ComparisonView.PlanPrice;
import io.layerbench.report.ComparisonView.RunCard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a comparison's content in its final words. */
final class ComparisonViews {

  private static final String NONE = "–";

  private final Comparison comparison;

  private ComparisonViews(Comparison comparison) {
    this.comparison = comparison;
  }

  static ComparisonView of(Comparison comparison) {
    return new ComparisonViews(comparison).view();
  }

  private ComparisonView view() {
    return new ComparisonView(
        Name.of(comparison.model()),
        Texts.count(comparison.runs().size(), "run") + " of one model, side by side",
        Tally.of(comparison).stream().map(one -> Texts.tally(comparison, one)).toList(),
        Texts.warnings(comparison).stream().map(Name::sentence).toList(),
        comparison.runs().stream().map(ComparisonViews::card).toList(),
        "Changes up to %s count as noise."
            .formatted(Numbers.significant(comparison.noisePercent()) + "%"),
        tables(),
        comparison.means().stream().map(Texts::mean).toList(),
        accuracies(),
        RankChart.of(comparison),
        tau(),
        comparison.choices().stream().map(ComparisonViews::choice).toList(),
        planHeader(),
        comparison.plans().rows().stream().map(ComparisonViews::plan).toList(),
        Texts.portable(comparison));
  }

  private static RunCard card(RunLine run) {
    Double sentinel = run.sentinelMs();
    return new RunCard(
        run.id(),
        Name.of(run.name()),
        run.comparedWith() == null ? "baseline" : "against " + run.comparedWith(),
        List.of(
            new Labelled("Device", Name.of(run.device()).shown()),
            new Labelled("CPU", Name.sentence(run.cpu())),
            new Labelled("Runtime", run.backend() + ", " + Texts.count(run.threads(), "thread")),
            new Labelled("Forks", run.forks() + " of " + run.iterations() + " samples"),
            new Labelled("Started", Name.sentence(run.started())),
            new Labelled(
                "Sentinel", sentinel == null ? NONE : Numbers.significant(sentinel) + " ms"),
            new Labelled("Disturbed forks", run.disturbedForks() + " of " + run.countedForks()),
            new Labelled(
                "Plan",
                run.plan().isEmpty()
                    ? NONE
                    : run.plan().entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey())
                        .collect(Collectors.joining(", ")))));
  }

  private List<LatencyTable> tables() {
    List<LatencyTable> tables = new ArrayList<>();
    add(
        tables,
        "Whole models",
        "method",
        "What a user would wait for: the whole model by each method, in ms.",
        Line.Kind.METHOD);
    add(
        tables,
        "Layers by device and precision",
        "layer",
        "Each layer alone, in ms, in the model's order; the small print is the range of its forks.",
        Line.Kind.LAYER);
    add(
        tables,
        "Glue between the layers",
        "glue",
        "The same for what lies between.",
        Line.Kind.GLUE);
    return tables;
  }

  private void add(
      List<LatencyTable> tables, String title, String first, String sentence, Line.Kind kind) {
    List<Line> lines = comparison.lines(kind);
    if (!lines.isEmpty()) {
      tables.add(
          new LatencyTable(
              title,
              first,
              sentence,
              kind != Line.Kind.METHOD,
              lines.stream()
                  .map(
                      line ->
                          new LatencyRow(
                              Name.of(line.subject()),
                              line.variant(),
                              line.cells().stream().map(ChangeCells::of).toList()))
                  .toList()));
    }
  }

  private List<List<String>> accuracies() {
    List<List<String>> rows = new ArrayList<>();
    for (Accuracy accuracy : comparison.accuracies()) {
      List<String> row = new ArrayList<>(List.of(Name.of(accuracy.method()).shown()));
      for (int i = 0; i < comparison.runs().size(); i++) {
        row.add(number(accuracy.percent().get(i), "%"));
        row.add(number(accuracy.sizeMb().get(i), " MB"));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String number(@Nullable Double value, String unit) {
    return value == null ? NONE : Numbers.fixed(value, 2) + unit;
  }

  private List<List<String>> tau() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < comparison.runs().size(); i++) {
      List<String> row = new ArrayList<>(List.of(comparison.runs().get(i).id()));
      for (Double value : comparison.moves().tau().get(i)) {
        row.add(value == null ? NONE : Numbers.fixed(value, 2));
      }
      rows.add(row);
    }
    return rows;
  }

  private static ChoiceRow choice(Choice choice) {
    return new ChoiceRow(
        Name.of(choice.layer()),
        choice.fastest().stream().map(one -> one == null ? "~" : one).toList(),
        choice.planned().stream().map(one -> one == null ? NONE : one.id()).toList());
  }

  private List<String> planHeader() {
    List<String> header = new ArrayList<>(List.of("plan", "INT8 layers"));
    for (int i = 0; i < comparison.runs().size(); i++) {
      header.add(
          "on %s, by %s".formatted(comparison.runs().get(i).id(), comparison.plans().how().get(i)));
    }
    return header;
  }

  private static PlanLine plan(PlanRow row) {
    List<PlanPrice> prices = new ArrayList<>();
    for (PlanCell cell : row.cells()) {
      prices.add(
          cell == null
              ? new PlanPrice(NONE, "")
              : new PlanPrice(
                  Numbers.significant(cell.ms()) + " ms", Texts.percent(cell.regretPercent())));
    }
    return new PlanLine(row.plan(), String.valueOf(row.int8Layers()), prices);
  }
}

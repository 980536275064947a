package io.layerbench.report;

import io.layerbench.ranking.OrderChoice;
import io.layerbench.report.ReportView.OrderLine;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;

/** Says how much a ranking depends on score and norm. */
final class OrderLines {

  private OrderLines() {}

  static List<OrderLine> of(List<OrderChoice> choices) {
    return choices.stream()
        .map(
            choice ->
                new OrderLine(
                    choice.kind().text(),
                    choice.name(),
                    Integer.toString(choice.layers()),
                    choice.tau() == null ? LayerLines.NONE : Numbers.fixed(choice.tau(), 2),
                    choice.changed() == null ? LayerLines.NONE : choice.changed().toString()))
        .toList();
  }

  /** Empty without choices. */
  static String sentence(List<OrderChoice> choices) {
    if (choices.isEmpty()) {
      return "";
    }
    DoubleSummaryStatistics taus =
        choices.stream()
            .map(OrderChoice::tau)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    int changed =
        choices.stream()
            .map(OrderChoice::changed)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
    String layers = changed == 1 ? "1 layer" : "up to " + changed + " layers";
    String plan =
        changed == 0
            ? "none of them would change the plan"
            : "the plan of " + layers + " would be another";
    return taus.getCount() == 0
        ? "No other choice of score or sensitivity norm can be compared; %s.".formatted(plan)
        : "Other choices of score or sensitivity norm agree with this order by Kendall's tau %s to %s (1: the same order, 0: none in common, −1: reversed); %s."
            .formatted(Numbers.fixed(taus.getMin(), 2), Numbers.fixed(taus.getMax(), 2), plan);
  }
}

package io.layerbench.report;

import io.layerbench.costs.InPlaceRows;
import io.layerbench.report.ReportView.PlacedLine;
import io.layerbench.report.ReportView.ReconciledLine;
import java.util.List;

/** Whole models and layers in place. */
final class InPlaceLines {

  private InPlaceLines() {}

  static List<PlacedLine> models(InPlaceRows rows) {
    return rows.models().stream()
        .map(
            row ->
                new PlacedLine(
                    row.backend(),
                    row.model(),
                    Numbers.significant(row.wholeMs()),
                    "%s (%s%%)"
                        .formatted(
                            Numbers.significant(row.profiledMs()),
                            Numbers.signed(row.profilingSlowsPercent())),
                    Numbers.significant(row.kernelsMs()),
                    Numbers.significant(row.predictedMs()),
                    Numbers.signed(row.residualPercent()) + "%"))
        .toList();
  }

  /** Those with a cause to name. */
  static List<ReconciledLine> layers(InPlaceRows rows) {
    return rows.layers().stream()
        .filter(row -> row.cause() != null)
        .map(
            row ->
                new ReconciledLine(
                    Name.of(row.layer()),
                    row.backend(),
                    row.precision().name(),
                    Numbers.significant(row.aloneNetMs()),
                    Numbers.significant(row.inPlaceMs()),
                    row.differencePercent() == null
                        ? "–"
                        : Numbers.signed(row.differencePercent()) + "%",
                    String.valueOf(row.cause())))
        .toList();
  }
}

package io.layerbench.report;

import io.layerbench.ranking.SummedSensitivity;
import io.layerbench.report.ReportView.BackendView;
import io.layerbench.report.ReportView.ChartView;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.Finding;
import io.layerbench.sensitivity.SensitivityTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a report's content from a run. */
final class ReportViews {

  private ReportViews() {}

  static ReportView of(RunData data, Supplier<ChartDrawer> drawer) {
    RunRecord run = data.record();
    Measured measured = Measured.of(data);
    ChartViews charts = new ChartViews(new ChartPen(drawer));
    List<String> backends = backends(data);
    Name model = Name.of(run.modelName());
    return new ReportView(
        model.shown() + " · Layerbench",
        model,
        subtitle(run),
        PageScript.load(),
        Headlines.of(data.evaluation()),
        data.verdict(),
        Notices.of(data, measured),
        EvaluationLines.of(data.evaluation()),
        BlockViews.of(data.blocks()),
        ResourceLines.of(data.evaluation()),
        backendViews(data, measured, charts, backends),
        tradeoffs(data, charts, backends),
        sensitivity(data, charts),
        findings(data.findings()),
        SumLines.of(measured, backends, data.rankings()),
        InPlaceLines.models(data.inPlace()),
        InPlaceLines.layers(data.inPlace()),
        GainViews.of(data.gains()),
        ParetoLines.of(
            data.pareto(),
            SummedSensitivity.ofRows(
                    data.rankings().values().stream().flatMap(one -> one.rows().stream()).toList())
                .measure()),
        DeviceLines.device(run.device()),
        DeviceLines.conditions(run.conditions()),
        AvailabilityLine.of(run.backends()),
        Troubles.failed(data.timings()),
        Troubles.skipped(run.skippedCases()),
        provenance(data),
        Provenance.command(run.options()),
        Provenance.links(data.files()));
  }

  private static List<Labelled> provenance(RunData data) {
    List<Labelled> lines = new ArrayList<>(Provenance.lines(data.record()));
    lines.add(OutputLines.of(data.timings()));
    return lines;
  }

  private static List<ChartView> tradeoffs(RunData data, ChartViews charts, List<String> backends) {
    return IntStream.range(0, backends.size())
        .mapToObj(
            i -> TradeoffChart.of(charts.pen(), "tradeoff" + i, data.evaluation(), backends.get(i)))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private static List<ChartView> sensitivity(RunData data, ChartViews charts) {
    SensitivityTable table = data.sensitivity();
    return table == null
        ? List.of()
        : Stream.of(
                charts.sensitivity("sensitivity", table),
                DepthChart.of(charts.pen(), "depth", table, data.findings()))
            .flatMap(Stream::ofNullable)
            .toList();
  }

  private static List<Labelled> findings(List<Finding> findings) {
    return findings.stream()
        .map(one -> new Labelled(Name.of(one.unit()).shown(), Name.sentence(one.text())))
        .toList();
  }

  private static List<BackendView> backendViews(
      RunData data, Measured measured, ChartViews charts, List<String> backends) {
    BackendViews views = new BackendViews(data.timings(), measured, charts);
    List<BackendView> list = new ArrayList<>();
    for (int i = 0; i < backends.size(); i++) {
      list.add(views.of(i, backends.get(i), data.rankings().get(backends.get(i)), data.choices()));
    }
    return list;
  }

  /** In the order in which they were run. */
  static List<String> backends(RunData data) {
    Set<String> backends = new LinkedHashSet<>(data.record().options().backends());
    backends.retainAll(data.timings().stream().map(Timing::backend).collect(Collectors.toSet()));
    data.timings().forEach(timing -> backends.add(timing.backend()));
    backends.addAll(data.rankings().keySet());
    return List.copyOf(backends);
  }

  private static String subtitle(RunRecord run) {
    String label = run.options().label();
    String device = run.device().id();
    return (label == null ? device : Name.of(label).shown() + " (" + device + ")")
        + " · "
        + run.startedUtc();
  }
}

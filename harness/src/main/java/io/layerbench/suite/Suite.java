package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.device.PressureProbe;
import io.layerbench.onnx.Layer;
import io.layerbench.ranking.Plan;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.CountedForks;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.ForkTimer;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RoundsMade;
import io.layerbench.run.RunOptions;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.SensitivityTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The main job: measure every layer, compute sensitivities, rank, plan, build, evaluate, report.
 */
public final class Suite {

  private final RunStart start;
  private final TimingStation timing;
  private final Console console;

  /**
   * A job that has been prepared.
   *
   * @param start the prepared model and the run's folder, see {@link RunStart}
   */
  public Suite(RunStart start, ForkTimer timer, Console console) {
    this.start = start;
    this.timing = new TimingStation(start.folder(), tools(start, timer), console);
    this.console = console;
  }

  /** Runs every station that has not been passed yet. */
  public Outcome run() throws InterruptedException {
    try {
      LayerText.lines(start.record().layers()).forEach(console::line);
      Ranges ranges = new Calibration(start, console).run();
      CasePlan cases = plan(ranges);
      start.orDiscard(this::checkPins);
      start.orDiscard(this::checkMaxDrop);
      CaseFiles files = new CaseFiles(start, ranges);
      timeLayers(cases.layers(), files);
      warnOfFloat();
      SensitivityTable sensitivity = new SensitivityStation(start, console).run(ranges);
      new BlockStation(start, console, ranges).run(sensitivity);
      BackendMethods methods = new PlanStation(start, console).run(sensitivity, ranges);
      for (Backend backend : backends()) {
        cases = cases.withMethods(backend.name(), methods.of(backend.name()));
      }
      start.planned(cases);
      timeModels(cases.models(), one -> files.model(one, methods));
      evaluate(ranges, methods);
      return start.finish();
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      start.release();
    }
  }

  /**
   * Builds and measures a plan that came from elsewhere, beside FP32 and full INT8; layers are not
   * measured.
   *
   * @throws InvalidInputException when the plan is for another model, or names a layer that this
   *     one does not have
   */
  public Outcome evaluate(Plan plan) throws InterruptedException {
    start.orDiscard(() -> PlanCheck.check(plan, start));
    try {
      Ranges ranges = new Calibration(start, console).run();
      CasePlan cases = plan(ranges).modelsOnly();
      start.planned(cases);
      BackendMethods methods = only(plan);
      start.folder().write("plan.json", Json.pretty(plan));
      CaseFiles files = new CaseFiles(start, ranges);
      timeModels(cases.models(), one -> files.model(one, methods));
      evaluate(ranges, methods);
      return start.finish();
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      start.release();
    }
  }

  /** The ids of all cases, measuring nothing. */
  public List<String> plannedCases() {
    return plan(new Calibration(start, console).run()).ids();
  }

  private EnvironmentException unusable(IOException e) {
    return new EnvironmentException(
        "The run's folder " + start.folder().path() + " cannot be used (" + IoReason.of(e) + ").",
        "check the disk, then run --resume with this folder.",
        e);
  }

  private RunOptions options() {
    return start.job().options();
  }

  private static TimingStation.Tools tools(RunStart start, ForkTimer timer) {
    RunOptions options = start.job().options();
    SentinelCase sentinel =
        new SentinelCase(start.folder().work(), options.threads(), options.backends().get(0));
    return new TimingStation.Tools(timer, new PressureProbe()::read, sentinel);
  }

  /** The rounds that were made are kept: a run that is taken up again behind them adds none. */
  private void timeLayers(List<BenchmarkCase> layers, CaseFiles files)
      throws InterruptedException, IOException {
    if (start.record().rounds() == null) {
      RoundsMade made = timing.run("Layers", layers, layerRule(), files::layer);
      start.made(made);
      console.line("Layers: " + made.text() + ".");
      RoundNotes.limited(options(), made).ifPresent(start::warn);
      new DisturbanceNotes(start.folder().journal().read(), layers).tell(console, start::warn);
    }
  }

  private RoundRule layerRule() {
    List<String> ranked =
        start.selectedLayers().stream().filter(Layer::isRanked).map(Layer::name).toList();
    return new RoundRule(
        options().forks(),
        options().seed(),
        options().timeLimitSeconds(),
        new LayerStability(options().backends(), ranked));
  }

  private void timeModels(List<BenchmarkCase> models, Function<BenchmarkCase, Path> caseFile)
      throws InterruptedException, IOException {
    RoundRule rule = RoundRule.exactly(options().forks(), options().seed());
    timing.run("Whole models", models, rule, caseFile);
    List<Timing> journal = start.folder().journal().read();
    new DisturbanceNotes(journal, models).tell(console, start::warn);
    SentinelNotes.tell(journal, console, start::warn);
  }

  private List<Backend> backends() {
    return options().backends().stream().map(Backends::named).toList();
  }

  private CasePlan plan(Ranges ranges) {
    CasePlan plan = new CasePlan(List.of(), List.of(), Map.of());
    for (Backend backend : backends()) {
      plan =
          plan.plus(
              CasePlan.of(
                      backend,
                      start.selectedLayers(),
                      options().precisions(),
                      start.workspace().timedQuantizer(backend, ranges.of(backend.name())))
                  .withModels(backend, start.extraModels()));
    }
    start.planned(plan);
    console.line(
        "Cases: %d (%d of layers, %d of whole models), %d forks each, K = %d after %d warm-up runs; %d not possible."
            .formatted(
                plan.ids().size(),
                plan.layers().size(),
                plan.models().size(),
                options().forks(),
                options().iterations(),
                options().warmup(),
                plan.skipped().size()));
    return plan;
  }

  private void checkMaxDrop() {
    PlanningOptions planning = options().planning();
    if (planning.maxDropPoints() == null || start.job().dataset() != null) {
      return;
    }
    if (planning.measuresAccuracy()) {
      throw new UsageException(
          "The policy (%s) measures accuracy, which needs labelled data, and there is none."
              .formatted(planning.policy()),
          "name a dataset.json by --data, or choose another policy.");
    }
    throw new UsageException(
        "A limit on the accuracy drop (--max-drop) needs labelled data, and there is none.",
        "name a dataset.json by --data, or give --max-sensitivity instead.");
  }

  /** A layer that cannot be in INT8 must not be forced into it, and no hour be lost until then. */
  private void checkPins() {
    List<String> layers = RunStart.rankedNames(start.workspace());
    for (Backend backend : backends()) {
      Map<String, String> floatReasons = new TreeMap<>();
      for (String layer : layers) {
        String id =
            new BenchmarkCase(CaseKind.LAYER, layer, backend.name(), Precision.INT8.id()).id();
        String reason = start.record().skippedCases().get(id);
        if (reason != null) {
          floatReasons.put(layer, reason);
        }
      }
      options()
          .planning()
          .pins()
          .checkInt8(layers, floatReasons, Set.copyOf(options().precisions()));
    }
  }

  /**
   * An INT8 layer that runs in float is the surprise that costs users most: it is said, not only
   * marked.
   */
  private void warnOfFloat() throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (Timing one : CountedForks.of(start.folder().journal().read())) {
      boolean layer = one.kind() == CaseKind.LAYER && start.layer(one.subject()).isRanked();
      if (layer && one.variant().equals(Precision.INT8.id()) && one.emulated() != null) {
        reasons.put(one.backend() + ": " + one.subject(), one.emulated());
      }
    }
    reasons.forEach(
        (layer, reason) -> start.warn("The INT8 layer (" + layer + ") " + reason + "."));
  }

  /** One plan on every backend, and nothing beside. */
  private BackendMethods only(Plan plan) {
    Methods methods = new Methods(List.of(Method.own(plan, null)), Map.of(), Map.of(), Map.of());
    Map<String, Methods> all = new LinkedHashMap<>();
    options().backends().forEach(backend -> all.put(backend, methods));
    return new BackendMethods(all);
  }

  private void evaluate(Ranges ranges, BackendMethods methods) throws IOException {
    List<EvaluationRow> rows = new ArrayList<>();
    List<Timing> timings = CountedForks.of(start.folder().journal().read());
    for (Backend backend : backends()) {
      CandidateModels candidates =
          new CandidateModels(
              start, backend, ranges.of(backend.name()), methods.of(backend.name()));
      rows.addAll(candidates.evaluate(console, timings, BackendFiles.of(options())));
    }
    start.folder().write("evaluation.json", EvaluationJson.text(rows));
    EvaluationCsv.write(start.folder().file("evaluation.csv"), rows);
  }
}

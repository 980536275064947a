package io.layerbench.suite;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.dataset.Dataset;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Operands;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.Blocks;
import io.layerbench.sensitivity.Finding;
import io.layerbench.sensitivity.Findings;
import io.layerbench.sensitivity.ModelFindings;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import io.layerbench.sensitivity.Unit;
import io.layerbench.sensitivity.UnitKind;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Computes sensitivities alone, shard by shard, by several workers, and goes on after a kill. */
public final class SweepJob {

  private static final int RANDOM_SAMPLES = 100;

  private final Workbench bench;
  private final SweepOptions options;
  private final Console console;

  public SweepJob(Workbench bench, SweepOptions options, Console console) {
    this.bench = bench;
    this.options = options;
    this.console = console;
  }

  /**
   * What came out.
   *
   * @param folder where its files lie
   * @param table all rows
   * @param findings in words
   */
  public record Result(SweepFolder folder, SensitivityTable table, List<Finding> findings) {}

  /**
   * Runs what is missing.
   *
   * @param parent where the sweep's folder goes
   * @param workers starts a worker, once per worker
   * @param count how many workers, at least 1
   */
  public Result run(Path parent, Supplier<ModelWorker> workers, int count)
      throws InterruptedException {
    List<Unit> units = units(names());
    SweepFolder folder = SweepFolder.open(parent, identity());
    CalibrationTables tables = calibration(folder);
    BiPredicate<String, Treatment> possible = possible(bench.quantizer(tables));
    SweepMixtures mixtures = new SweepMixtures(options, units, names(), possible);
    mixtures.check(bench.sha256());
    List<SweepCase> cases = cases(possible);
    if (cases.isEmpty()) {
      throw new InvalidInputException(
          "No layer of the model can be simulated so.", "`layers --model` says why for each.");
    }
    int items = items();
    console.line(
        "Cases: %d over %d layers, %d samples.".formatted(cases.size(), names().size(), items));
    SweepRun run = new SweepRun(folder, console, items, workers, count);
    Function<List<SweepCase>, Function<int[], Tasks.Sensitivity>> task =
        some -> shard -> task(tables, some, shard, null);
    SensitivityTable alone = table(cases, run.sums(folder.partials(), cases, task.apply(cases)));
    Map<String, Map<String, Precision>> plans = mixtures.plans(alone);
    List<SweepCase> mixed = mixtures.cases(plans);
    SensitivityTable table = alone;
    if (!mixed.isEmpty()) {
      folder.write("mixtures.json", Json.pretty(plans));
      table =
          alone.with(table(mixed, run.sums(folder.mixturePartials(), mixed, task.apply(mixed))));
    }
    List<Finding> findings =
        Findings.of(
            table,
            new ModelFindings(
                bench.model(), bench.parts(), tables, bench.request().scheme().calibration()));
    folder.write(table);
    folder.write("findings.json", Json.pretty(findings));
    BlockTable accuracies = BlockTable.of(table, blocks(units), names());
    if (!accuracies.rows().isEmpty()) {
      folder.write(BlockStation.FILE, accuracies.text());
    }
    return new Result(folder, table, findings);
  }

  /**
   * Runs what is missing of the same units with a compared model's layers in the place of those
   * that are treated, and writes it beside the sweep's own table.
   *
   * @param main the sweep itself, finished
   * @param workers starts a worker, once per worker
   * @param count how many workers, at least 1
   */
  public SensitivityTable compare(
      SweepComparison other, Result main, Supplier<ModelWorker> workers, int count)
      throws InterruptedException {
    CalibrationTables tables = calibration(main.folder());
    List<SweepCase> cases = cases(other::permits);
    List<PartialSensitivity> sums =
        new SweepRun(main.folder(), console, items(), workers, count)
            .sums(
                main.folder().partials(other.sha256()),
                cases,
                shard -> task(tables, cases, shard, other.substitute()));
    SensitivityTable table = Sweeps.table(bench.sha256(), other.scheme(), cases, sums);
    main.folder().write(other.fileName(), SensitivityCsv.text(table));
    return table;
  }

  private static Map<String, List<String>> blocks(List<Unit> units) {
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    units.stream()
        .filter(unit -> unit.kind() == UnitKind.BLOCK)
        .forEach(unit -> blocks.put(unit.name(), unit.layers()));
    return blocks;
  }

  private SensitivityTable table(List<SweepCase> cases, List<PartialSensitivity> sums) {
    return Sweeps.table(bench.sha256(), bench.request().scheme().digest(), cases, sums);
  }

  private Tasks.Sensitivity task(
      CalibrationTables tables,
      List<SweepCase> cases,
      int[] shard,
      Tasks.@Nullable Substitute substitute) {
    return new Tasks.Sensitivity(
        bench.file().toString(),
        bench.arrived().path(),
        substitute,
        "cpu",
        bench.request().source(),
        new Tasks.Shard(options.modelOutput(), limit(), shard[0], shard[1]),
        bench.request().scheme(),
        bench.ranges(tables),
        cases,
        options.modelOutput());
  }

  private SweepFolder.Identity identity() {
    Dataset dataset = bench.request().dataset();
    return new SweepFolder.Identity(
        bench.modelName(),
        bench.sha256(),
        dataset == null ? null : dataset.sha256(),
        bench.request().scheme(),
        bench.request().samples(),
        bench.request().seed(),
        options);
  }

  private CalibrationTables calibration(SweepFolder folder) {
    if (Files.exists(folder.calibration())) {
      return Json.read(folder.calibration(), CalibrationTables.class);
    }
    CalibrationTables tables = bench.calibrate();
    folder.write("calibration.json", Json.pretty(tables));
    return tables;
  }

  private @Nullable Integer limit() {
    if (bench.request().files().data() == null && options.samples() == null) {
      return RANDOM_SAMPLES;
    }
    return options.samples();
  }

  private int items() {
    Dataset dataset = bench.request().dataset();
    Integer limit = limit();
    if (dataset == null) {
      return Objects.requireNonNull(limit);
    }
    int all = options.modelOutput() ? dataset.evaluate().size() : dataset.calibrate().size();
    return limit == null ? all : Math.min(limit, all);
  }

  private List<String> names() {
    return bench.parts().stream().filter(Layer::isRanked).map(Layer::name).toList();
  }

  private BiPredicate<String, Treatment> possible(ModelQuantizer quantizer) {
    Map<String, Layer> byName = new HashMap<>();
    bench.parts().forEach(part -> byName.put(part.name(), part));
    return (layer, treatment) ->
        quantizer
            .notSimulated(Objects.requireNonNull(byName.get(layer)), treatment.precision())
            .isEmpty();
  }

  private List<SweepCase> cases(BiPredicate<String, Treatment> possible) {
    List<String> names = names();
    return names.isEmpty()
        ? List.of()
        : new SweepCases(names, possible)
            .of(units(names), EnumSet.copyOf(options.modes()), treatments());
  }

  private List<Unit> units(List<String> names) {
    List<Unit> units = new ArrayList<>();
    if (options.layers()) {
      names.stream().map(Unit::layer).forEach(units::add);
    }
    if (options.blocks()) {
      List<String> globs = options.globs();
      Map<String, List<String>> blocks =
          new LinkedHashMap<>(globs == null ? Blocks.byScope(names) : Blocks.byGlobs(names, globs));
      blocks.forEach((name, layers) -> units.add(new Unit(name, UnitKind.BLOCK, layers)));
    }
    units.add(new Unit(Unit.MODEL, UnitKind.MODEL, names));
    return units;
  }

  private List<Treatment> treatments() {
    List<Treatment> treatments = new ArrayList<>();
    for (Precision precision : options.precisions()) {
      for (Operands operands : options.operands()) {
        treatments.add(new Treatment(precision, operands));
      }
    }
    return treatments;
  }
}

package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.ranking.Plans;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.Ranking;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds how far sensitivities may sum up for the accuracy to stay within {@code --max-drop}. A sum
 * of sensitivities says only roughly how much a set of layers costs, since errors compound; so the
 * sets are measured: the optimal plan of a limit is built and evaluated, and the limit is raised or
 * lowered by bisection, on a logarithmic scale. The same items choose that the evaluation then
 * reports, so that the drop on new items may be somewhat larger.
 */
final class DropSearch {

  private static final int STEPS = 8;

  private final RunStart start;
  private final Console console;
  private final RankingStation station;
  private final Backend backend;
  private final Map<Map<String, Precision>, Integer> measured = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  DropSearch(RunStart start, Console console, RankingStation station, Backend backend) {
    this.start = start;
    this.console = console;
    this.station = station;
    this.backend = backend;
  }

  /**
   * drop.json: what was measured and found.
   *
   * @param maxDropPoints what was asked for
   * @param labelled how many items had a label
   * @param correctFp32 how many of them FP32 hits
   * @param steps the plans that were measured, in order
   * @param maxSensitivity the largest limit whose plan stays within the drop; 0 for no INT8 at all
   */
  record Found(
      double maxDropPoints,
      int labelled,
      int correctFp32,
      List<Step> steps,
      double maxSensitivity) {

    Found {
      steps = List.copyOf(steps);
      if (!Double.isFinite(maxSensitivity) || maxSensitivity < 0 || labelled < 1) {
        throw new IllegalArgumentException(
            "labelled (" + labelled + "), max sensitivity (" + maxSensitivity + ")");
      }
    }
  }

  /**
   * A plan that was measured.
   *
   * @param maxSensitivity the limit that it is optimal for
   * @param int8Layers how many layers it has in INT8
   * @param correct how many labels it hits
   * @param dropPoints FP32's accuracy less its own
   */
  record Step(double maxSensitivity, int int8Layers, int correct, double dropPoints) {}

  /** The limits that a run found, by backend. */
  static Map<String, Double> limits(RunFolder folder, RunOptions options) {
    Map<String, Double> limits = new LinkedHashMap<>();
    for (String backend : options.backends()) {
      Path file = folder.file(fileName(options, backend));
      if (Files.exists(file)) {
        limits.put(backend, Json.read(file, Found.class).maxSensitivity());
      }
    }
    return limits;
  }

  private static String fileName(RunOptions options, String backend) {
    return BackendFiles.of(options).name("drop", backend, ".json");
  }

  /** Searches, or reads what was found before. */
  Found run(Ranges.Calibrated ranges) {
    String name = fileName(start.job().options(), backend.name());
    Path file = start.folder().file(name);
    if (Files.exists(file)) {
      return Json.read(file, Found.class);
    }
    List<Layer> layers = LayerSplitter.split(start.workspace().prepared());
    Found found = search(start.workspace().sampleQuantizer(backend, ranges, layers));
    start.folder().write(name, Json.pretty(found));
    return found;
  }

  private Found search(ModelQuantizer quantizer) {
    double most =
        Objects.requireNonNull(start.job().options().planning().maxDropPoints(), "max drop");
    Tasks.Evaluated fp32 = evaluate(start.workspace().preparedFile());
    if (fp32.labelled() == 0) {
      throw new InvalidInputException(
          "No item that is evaluated has a label, and --max-drop needs some.",
          "name labels in dataset.json, or give --max-sensitivity instead.");
    }
    double[] sensitivities = sensitivities();
    if (sensitivities.length == 0) {
      return new Found(most, fp32.labelled(), fp32.correct(), steps, 0);
    }
    double all = 1.001 * sum(sensitivities);
    if (drop(all, quantizer, fp32) <= most) {
      return new Found(most, fp32.labelled(), fp32.correct(), steps, all);
    }
    double kept = 0;
    double low = Math.log(0.999 * sensitivities[0]);
    double high = Math.log(all);
    for (int i = 1; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (drop(Math.exp(middle), quantizer, fp32) <= most) {
        kept = Math.exp(middle);
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Found(most, fp32.labelled(), fp32.correct(), steps, kept);
  }

  /** Those above 0 of the ranked layers, the least first. */
  private double[] sensitivities() {
    PlanningOptions planning = start.job().options().planning().withoutMaxDrop();
    return station.ranking(backend.name(), planning).rows().stream()
        .filter(row -> row.rank() != null)
        .map(RankedLayer::sensitivity)
        .filter(value -> value != null && value > 0)
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The drop of the plan that is optimal for a limit, in points. */
  private double drop(double limit, ModelQuantizer quantizer, Tasks.Evaluated fp32) {
    PlanningOptions planning = start.job().options().planning().withoutMaxDrop();
    Ranking ranking =
        station.ranking(
            backend.name(), planning.withBudgets(planning.budgets().withMaxSensitivity(limit)));
    Map<String, Precision> plan = Plans.of(ranking, start.record().modelSha256()).layers();
    int correct = measured.computeIfAbsent(plan, layers -> correct(layers, quantizer));
    double drop = 100.0 * (fp32.correct() - correct) / fp32.labelled();
    int int8 =
        Math.toIntExact(
            ranking.rows().stream().filter(row -> row.precision() == Precision.INT8).count());
    steps.add(new Step(limit, int8, correct, drop));
    console.line(
        "Accuracy search on %s: sensitivities up to %.3g, %d layers in INT8, %.2f points below FP32."
            .formatted(backend.name(), limit, int8, drop));
    return drop;
  }

  private int correct(Map<String, Precision> layers, ModelQuantizer quantizer) {
    String name = "work/drop-" + backend.name() + ".onnx";
    start.folder().write(name, quantizer.build(layers).toBytes());
    return evaluate(start.folder().file(name)).correct();
  }

  private Tasks.Evaluated evaluate(Path file) {
    Tasks.Candidate candidate =
        new Tasks.Candidate("candidate", backend.name(), file.toAbsolutePath().toString());
    Tasks.Evaluate task =
        new Tasks.Evaluate(
            candidate,
            List.of(candidate),
            start.job().options().threads(),
            start.job().source(),
            start.job().options().evaluate(),
            start.job().options().samples());
    Tasks.Evaluated evaluated = start.worker().evaluate(task, Progress.NONE).get(0);
    if (evaluated.failure() != null) {
      throw new InvalidInputException(
          "A model could not be evaluated (" + evaluated.failure() + ").",
          "leave out --max-drop, or choose another backend.");
    }
    return evaluated;
  }
}

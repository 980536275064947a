package io.layerbench.benchmarks;

import io.layerbench.assignment.Outcome;
import io.layerbench.assignment.Solution;
import io.layerbench.assignment.Solver;
import io.layerbench.backend.ActivationType;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.PlanProblem;
import io.layerbench.costs.ProbePlans;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Does an accuracy budget that was met on some items hold on others? Over seeded halvings of the
 * evaluation items one half chooses, as {@code run --policy optimal --max-drop} does on all of
 * them: the fastest optimal plan within the budget on that half. The other half judges. Prints the
 * loss of each halving, their average, and for each plan that was chosen its latency and size
 * against full INT8, measured by turns.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.SeededHalvings MODEL.onnx DATASET.json DATA_ROOT [CALIBRATION [DROP [ROUNDS]]]
 * </pre>
 *
 * <p>The scheme is per channel, with UINT8 activations. A loss below 0 means that the plan is
 * better on the judging half.
 */
public final class SeededHalvings {

  private static final int HALVINGS = 20;
  private static final int LIMITS = 24;
  private static final int SAMPLES = 16;

  private final ExperimentModel subject;
  private final ModelQuantizer quantizer;
  private final DataSource data;
  private final List<String> layers;
  private final double drop;
  private final Map<Map<String, Precision>, ItemHits> measured = new LinkedHashMap<>();

  private SeededHalvings(Path file, DataSource data, CalibrationMethod calibration, double drop)
      throws IOException {
    this.data = data;
    this.subject = ExperimentModel.of(file, data);
    this.quantizer =
        subject.quantizer(
            Scheme.baseline(ActivationType.UINT8)
                .withPerChannelWeights(true)
                .withCalibration(calibration));
    this.layers = PlanTrials.decidable(subject, quantizer);
    this.drop = drop;
  }

  /**
   * Arguments: model, dataset, its root, calibration (minmax), drop in points (0.5), rounds (1).
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3) {
      System.err.println(
          "usage: SeededHalvings MODEL DATASET DATA_ROOT [CALIBRATION [DROP [ROUNDS]]]");
      System.exit(2);
    }
    CalibrationMethod calibration =
        CalibrationMethod.parse(arguments.length > 3 ? arguments[3] : "minmax");
    double drop = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 0.5;
    int rounds = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1;
    DataSource data = new DataSource(arguments[1], arguments[2], 1);
    new SeededHalvings(Path.of(arguments[0]), data, calibration, drop).run(rounds);
  }

  private void run(int rounds) throws IOException {
    PlanTrials probes = new PlanTrials(subject, quantizer, data, ProbePlans.of(layers));
    for (int i = 0; i < rounds; i++) {
      probes.round();
    }
    List<Map<String, Precision>> plans = plans(probes.costs());
    ItemHits fp32 = ItemHits.of(subject.model(), data);
    System.out.printf(
        "FP32 %d of %d right; full INT8 %d; %d optimal plans%n",
        fp32.correct(), fp32.items(), hits(full()).correct(), plans.size());
    Map<Map<String, Precision>, String> chosen = new LinkedHashMap<>();
    double sum = 0;
    for (int seed = 0; seed < HALVINGS; seed++) {
      BitSet judge = half(seed, fp32.items());
      BitSet chooser = (BitSet) judge.clone();
      chooser.flip(0, fp32.items());
      Map<String, Precision> plan = choose(plans, fp32, chooser);
      String name = chosen.computeIfAbsent(plan, one -> "plan-" + chosen.size());
      double loss = fp32.dropPoints(hits(plan), judge);
      sum += loss;
      System.out.printf(
          "halving %2d: %-8s %2d of %d layers in INT8, chosen at %+.2f points, judged at %+.2f%n",
          seed, name, int8(plan), layers.size(), fp32.dropPoints(hits(plan), chooser), loss);
    }
    System.out.printf("average loss of %d halvings: %+.2f points%n", HALVINGS, sum / HALVINGS);
    compare(chosen, rounds);
  }

  /** Optimal plans for limits on summed output noise, the fastest first; the last is all float. */
  private List<Map<String, Precision>> plans(CostModel costs) {
    Map<String, Double> noise =
        OutputNoise.powers(OutputNoise.rows(subject, quantizer, layers, data, SAMPLES));
    double all = 1.001 * noise.values().stream().mapToDouble(one -> one).sum();
    double least =
        noise.values().stream().mapToDouble(one -> one).filter(one -> one > 0).min().orElse(all);
    List<Map<String, Precision>> plans = new ArrayList<>();
    for (int i = 0; i < LIMITS; i++) {
      double limit = all * Math.pow(least / all, (double) i / LIMITS);
      Map<String, Precision> plan = optimal(costs, noise, limit);
      if (!plans.contains(plan)) {
        plans.add(plan);
      }
    }
    plans.add(Map.of());
    return plans;
  }

  private static Map<String, Precision> optimal(
      CostModel costs, Map<String, Double> noise, double limit) {
    Map<String, PlanProblem.Figures> figures = new LinkedHashMap<>();
    noise.forEach((layer, one) -> figures.put(layer, new PlanProblem.Figures(one, 0, 0)));
    PlanProblem problem = PlanProblem.of(costs, figures, Map.of());
    Outcome outcome =
        new Solver()
            .minimize(
                problem.problem(), PlanProblem.LATENCY, Map.of(PlanProblem.SENSITIVITY, limit));
    return problem.precisions((Solution) outcome);
  }

  /** The fastest within the budget. */
  private Map<String, Precision> choose(
      List<Map<String, Precision>> plans, ItemHits fp32, BitSet chooser) {
    return plans.stream()
        .filter(plan -> fp32.dropPoints(hits(plan), chooser) <= drop)
        .findFirst()
        .orElseThrow();
  }

  private static BitSet half(int seed, int items) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    BitSet half = new BitSet();
    order.subList(0, items / 2).forEach(half::set);
    return half;
  }

  private ItemHits hits(Map<String, Precision> plan) {
    return measured.computeIfAbsent(plan, one -> ItemHits.of(quantizer.build(one), data));
  }

  private Map<String, Precision> full() {
    return Objects.requireNonNull(ProbePlans.of(layers).get(ProbePlans.INT8));
  }

  private long int8(Map<String, Precision> plan) {
    return layers.stream().filter(layer -> plan.get(layer) == Precision.INT8).count();
  }

  /** Latency and size against full INT8. */
  private void compare(Map<Map<String, Precision>, String> chosen, int rounds) throws IOException {
    Map<String, Map<String, Precision>> plans = new LinkedHashMap<>();
    plans.put(ProbePlans.FP32, Map.of());
    plans.put(ProbePlans.INT8, full());
    chosen.forEach((plan, name) -> plans.put(name, plan));
    PlanTrials trials = new PlanTrials(subject, quantizer, data, plans);
    for (int i = 0; i < rounds; i++) {
      trials.round();
    }
    double ms = trials.measuredMs(ProbePlans.INT8);
    double bytes = bytes(full());
    plans.forEach(
        (name, plan) ->
            System.out.printf(
                "%-8s %7.3f ms, %.3f of full INT8; %.2f MB, %.3f of full INT8; %d right%n",
                name,
                trials.measuredMs(name),
                trials.measuredMs(name) / ms,
                bytes(plan) / 1e6,
                bytes(plan) / bytes,
                hits(plan).correct()));
  }

  private double bytes(Map<String, Precision> plan) {
    OnnxModel model = quantizer.build(plan);
    return model.toBytes().length;
  }
}

package io.layerbench.benchmarks;

import io.layerbench.assignment.Outcome;
import io.layerbench.assignment.Solution;
import io.layerbench.assignment.Solver;
import io.layerbench.backend.ActivationType;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.PlanProblem;
import io.layerbench.costs.ProbePlans;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.statistics.PairedDifference;
import io.layerbench.worker.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Is an optimal plan better than keeping the n most sensitive layers in float? For n = 1 … 10, with
 * the papers' per-tensor scheme: A keeps the n layers with the largest S_i in float, the rest is
 * INT8; B is the plan of least summed noise at the model's output whose predicted latency is not
 * above A's. Prints the accuracy of both on all evaluation items, the difference with its 95%
 * interval, and both latencies, measured by turns.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.FrontierAgainstRanking MODEL.onnx DATASET.json DATA_ROOT [ROUNDS]
 * </pre>
 *
 * <p>A difference whose whole interval is below 0 means that noise at the output is no guide for
 * that model.
 */
public final class FrontierAgainstRanking {

  private static final int MOST = 10;
  private static final int SAMPLES = 16;

  private final ExperimentModel subject;
  private final ModelQuantizer quantizer;
  private final DataSource data;
  private final List<String> layers;
  private final List<SensitivityRow> rows;
  private final Map<String, Double> noise;

  private FrontierAgainstRanking(Path file, DataSource data) throws IOException {
    this.data = data;
    this.subject = ExperimentModel.of(file, data);
    this.quantizer = subject.quantizer(Scheme.baseline(ActivationType.UINT8));
    this.layers = PlanTrials.decidable(subject, quantizer);
    this.rows = OutputNoise.rows(subject, quantizer, layers, data, SAMPLES);
    this.noise = OutputNoise.powers(rows);
  }

  /** Arguments: model, dataset, its root, rounds (1). */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3) {
      System.err.println("usage: FrontierAgainstRanking MODEL DATASET DATA_ROOT [ROUNDS]");
      System.exit(2);
    }
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    DataSource data = new DataSource(arguments[1], arguments[2], 1);
    new FrontierAgainstRanking(Path.of(arguments[0]), data).run(rounds);
  }

  private void run(int rounds) throws IOException {
    PlanTrials probes = new PlanTrials(subject, quantizer, data, ProbePlans.of(layers));
    for (int i = 0; i < rounds; i++) {
      probes.round();
    }
    CostModel costs = probes.costs();
    Map<String, Map<String, Precision>> plans = new LinkedHashMap<>();
    plans.put(ProbePlans.INT8, mostInFloat(0));
    for (int n = 1; n <= MOST; n++) {
      Map<String, Precision> ranked = mostInFloat(n);
      plans.put("A" + n, ranked);
      plans.put("B" + n, optimal(costs, costs.predictMs(quantizer.precisions(ranked))));
    }
    PlanTrials trials = new PlanTrials(subject, quantizer, data, plans);
    for (int i = 0; i < rounds; i++) {
      trials.round();
    }
    report(plans, trials, costs);
  }

  private Map<String, Precision> mostInFloat(int n) {
    List<String> kept =
        rows.stream()
            .sorted(
                Comparator.comparing(
                    (SensitivityRow row) -> Objects.requireNonNull(row.sensitivity()),
                    Comparator.reverseOrder()))
            .limit(n)
            .map(SensitivityRow::unit)
            .toList();
    return layers.stream()
        .collect(
            Collectors.toMap(
                layer -> layer,
                layer -> kept.contains(layer) ? Precision.FP32 : Precision.INT8,
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private Map<String, Precision> optimal(CostModel costs, double latencyMs) {
    Map<String, PlanProblem.Figures> figures = new LinkedHashMap<>();
    noise.forEach((layer, one) -> figures.put(layer, new PlanProblem.Figures(one, 0, 0)));
    PlanProblem problem = PlanProblem.of(costs, figures, Map.of());
    Outcome outcome =
        new Solver()
            .minimize(
                problem.problem(), PlanProblem.SENSITIVITY, Map.of(PlanProblem.LATENCY, latencyMs));
    return problem.precisions((Solution) outcome);
  }

  private void report(
      Map<String, Map<String, Precision>> plans, PlanTrials trials, CostModel costs) {
    Map<String, ItemHits> hits = new LinkedHashMap<>();
    plans.forEach((name, plan) -> hits.put(name, ItemHits.of(quantizer.build(plan), data)));
    ItemHits fp32 = ItemHits.of(subject.model(), data);
    System.out.printf("FP32 %d of %d right%n", fp32.correct(), fp32.items());
    plans.forEach(
        (name, plan) ->
            System.out.printf(
                "%-5s %2d layers in INT8, %3d right, noise %.4f, predicted %7.3f ms, measured %7.3f"
                    + " ms%n",
                name,
                layers.stream().filter(layer -> plan.get(layer) == Precision.INT8).count(),
                Objects.requireNonNull(hits.get(name)).correct(),
                noise.entrySet().stream()
                    .filter(one -> plan.get(one.getKey()) == Precision.INT8)
                    .mapToDouble(Map.Entry::getValue)
                    .sum(),
                costs.predictMs(quantizer.precisions(plan)),
                trials.measuredMs(name)));
    double sum = 0;
    for (int n = 1; n <= MOST; n++) {
      ItemHits a = Objects.requireNonNull(hits.get("A" + n));
      ItemHits b = Objects.requireNonNull(hits.get("B" + n));
      PairedDifference gain = PairedDifference.of(a.items(), b.onlyHere(a), a.onlyHere(b));
      sum += 100 * gain.difference();
      System.out.printf(
          "n = %2d: B better by %+.2f points (%+.2f to %+.2f), latency %.3f of A's%n",
          n,
          100 * gain.difference(),
          100 * gain.interval().low(),
          100 * gain.interval().high(),
          trials.measuredMs("B" + n) / trials.measuredMs("A" + n));
    }
    System.out.printf("on average B is better by %+.2f points%n", sum / MOST);
  }
}

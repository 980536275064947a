package io.layerbench.benchmarks;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.JsonLines;
import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.costs.ProbePlans;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How well do costs taken in place predict whole plans? Profiles the uniform models and the probes,
 * and times random plans by turns with them, so that all see the same machine; prints each plan's
 * predicted and measured latency, and the errors' median and worst.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.PlanPrediction MODEL.onnx DATASET.json DATA_ROOT [ROUNDS [PLANS]]
 * </pre>
 *
 * <p>A random plan has a share of INT8 layers between 20% and 80%, and its layers at random.
 */
public final class PlanPrediction {

  private final PlanTrials trials;
  private final Map<String, Map<String, Precision>> plans = new LinkedHashMap<>();

  private PlanPrediction(Path file, DataSource data, int random) throws IOException {
    ExperimentModel subject = ExperimentModel.of(file, data);
    ModelQuantizer quantizer = subject.quantizer(Scheme.baseline(ActivationType.UINT8));
    List<String> layers = PlanTrials.decidable(subject, quantizer);
    plans.putAll(ProbePlans.of(layers));
    for (int seed = 0; seed < random; seed++) {
      plans.put("random-" + seed, random(layers, seed));
    }
    this.trials = new PlanTrials(subject, quantizer, data, plans);
  }

  private static Map<String, Precision> random(List<String> layers, int seed) {
    Random random = new Random(seed);
    double share = 0.2 + 0.6 * random.nextDouble();
    Map<String, Precision> plan = new LinkedHashMap<>();
    layers.forEach(
        layer -> plan.put(layer, random.nextDouble() < share ? Precision.INT8 : Precision.FP32));
    return plan;
  }

  /** Arguments: model, dataset, its root, rounds (5), random plans (20). */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3) {
      System.err.println("usage: PlanPrediction MODEL DATASET DATA_ROOT [ROUNDS [PLANS]]");
      System.exit(2);
    }
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    int plans = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 20;
    DataSource data = new DataSource(arguments[1], arguments[2], 1);
    new PlanPrediction(Path.of(arguments[0]), data, plans).run(rounds);
  }

  private void run(int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      trials.round();
    }
    Path raw = trials.folder().resolve("inplace.jsonl");
    JsonLines<InPlaceRecord> lines = new JsonLines<>(raw, InPlaceRecord.class);
    for (InPlaceRecord one : trials.records()) {
      lines.append(one);
    }
    System.out.println("raw times: " + raw);
    report(trials.costs());
  }

  private void report(CostModel costs) {
    List<Double> errors = new ArrayList<>();
    for (String name : plans.keySet()) {
      Map<String, Precision> precisions = trials.precisions(name);
      double measured = trials.measuredMs(name);
      double predicted = costs.predictMs(precisions);
      double error = 100 * (predicted / measured - 1);
      System.out.printf(
          "%-10s %3d INT8 parts, measured %7.3f ms, predicted %7.3f ms, error %+5.1f%%, boundaries"
              + " never seen %d%n",
          name,
          precisions.values().stream().filter(p -> p == Precision.INT8).count(),
          measured,
          predicted,
          error,
          costs.unmeasured(precisions));
      if (name.startsWith("random")) {
        errors.add(Math.abs(error));
      }
    }
    double[] sorted = errors.stream().mapToDouble(error -> error).sorted().toArray();
    System.out.printf(
        "errors: median %.1f%%, worst %.1f%%%n",
        Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1).average().orElse(0),
        sorted[sorted.length - 1]);
  }
}

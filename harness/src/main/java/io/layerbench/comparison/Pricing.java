package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.costs.PlanPredictor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What plans cost on one device: by its costs in place, else by its layers' times alone. */
interface Pricing {

  /**
   * A plan's latency in ms.
   *
   * @param plan by layer; what is missing is FP32
   */
  double ms(Map<String, Precision> plan);

  /** How that is known, for people. */
  String how();

  /**
   * The pricing of a run; null where it has neither costs nor a timed layer.
   *
   * @param lines of the layers and glue, which have the run's cells
   * @param index of the run
   */
  static @Nullable Pricing of(ComparedRun run, Iterable<Line> lines, int index) {
    if (run.costs() != null) {
      return new InPlace(new PlanPredictor(run.costs()));
    }
    Alone alone = new Alone(new HashMap<>());
    for (Line line : lines) {
      Double ms = line.cells().get(index).medianMs();
      if (line.kind() != Line.Kind.METHOD && ms != null) {
        alone.ms().computeIfAbsent(line.subject(), name -> new HashMap<>()).put(line.variant(), ms);
      }
    }
    return alone.ms().isEmpty() ? null : alone;
  }

  /** By costs.json. */
  record InPlace(PlanPredictor predictor) implements Pricing {

    @Override
    public double ms(Map<String, Precision> plan) {
      return predictor.predictMs(plan);
    }

    @Override
    public String how() {
      return "costs in place";
    }
  }

  /**
   * By summed medians of layers that were timed alone; what was not timed in the plan's precision
   * counts as FP32.
   *
   * @param ms by layer or glue and precision
   */
  record Alone(Map<String, Map<String, Double>> ms) implements Pricing {

    @Override
    public double ms(Map<String, Precision> plan) {
      double sum = 0;
      for (Map.Entry<String, Map<String, Double>> one : ms.entrySet()) {
        Precision precision = plan.getOrDefault(one.getKey(), Precision.FP32);
        double fp32 = one.getValue().getOrDefault(Precision.FP32.id(), 0.0);
        sum += one.getValue().getOrDefault(precision.id(), fp32);
      }
      return sum;
    }

    @Override
    public String how() {
      return "summed times of layers alone";
    }
  }
}

package io.layerbench.benchmarks;

import io.layerbench.assignment.Frontier;
import io.layerbench.assignment.Option;
import io.layerbench.assignment.Outcome;
import io.layerbench.assignment.Problem;
import io.layerbench.assignment.Solution;
import io.layerbench.assignment.Solver;
import io.layerbench.assignment.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What does it cost to assign precisions to the layers of a large network? Prints, for chains of
 * layers with four precisions and a conversion between neighbours that differ, how long the least
 * latency takes under one and two budgets, and beside it the gap that is left (0: proven optimal);
 * and the time and size of frontiers of latency and sensitivity. Target: 1,000 layers in 5 s.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.SolverCost [SEED]
 * </pre>
 *
 * <p>The first lines include what compiling costs. Two budgets that both bind take much longer than
 * one: more ways must be held against each other. A gap means that the search was cut off.
 */
public final class SolverCost {

  private static final List<String> MEASURES = List.of("latency", "sensitivity", "size");
  private static final int[] LAYERS = {60, 300, 1000};
  private static final double NANOS_PER_MILLI = 1e6;

  private final Random random;
  private final Solver solver = new Solver();

  private SolverCost(long seed) {
    random = new Random(seed);
  }

  /** Argument: the seed of the costs (1). */
  public static void main(String[] arguments) {
    new SolverCost(arguments.length > 0 ? Long.parseLong(arguments[0]) : 1).measure();
  }

  private void measure() {
    for (int layers : LAYERS) {
      Problem problem = chain(layers);
      double sensitivity = 0.1 * most(problem, 1);
      double size = 0.3 * most(problem, 2);
      minimize(problem, Map.of("sensitivity", sensitivity));
      minimize(problem, Map.of("sensitivity", sensitivity, "size", size));
      long begin = System.nanoTime();
      Frontier frontier = solver.frontier(problem, "latency", "sensitivity", Map.of());
      say(
          "%d layers: frontier of %d points%s in %.0f ms",
          layers,
          frontier.points().size(),
          frontier.thinned() ? ", thinned," : "",
          (System.nanoTime() - begin) / NANOS_PER_MILLI);
    }
  }

  private void minimize(Problem problem, Map<String, Double> budgets) {
    long begin = System.nanoTime();
    Outcome outcome = solver.minimize(problem, "latency", budgets);
    double millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    say(
        "%d layers, %d budgets: %s in %.0f ms",
        problem.variables().size(),
        budgets.size(),
        outcome instanceof Solution found
            ? String.format(
                Locale.ROOT,
                "latency %.6f, gap %.2g%%",
                found.totals().get(0),
                100 * found.gap() / found.totals().get(0))
            : outcome,
        millis);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Layers from 32 bits to 4: the fewer, the quicker, smaller and more harmful. */
  private Problem chain(int layers) {
    Problem.Builder builder = new Problem.Builder(MEASURES);
    for (int layer = 0; layer < layers; layer++) {
      double latency = Math.exp(random.nextGaussian() / 2);
      double sensitivity = Math.exp(random.nextGaussian());
      double bytes = 1000 + random.nextInt(100_000);
      List<Option> options = new ArrayList<>();
      for (int bits = 32; bits >= 4; bits /= 2) {
        double share = Math.pow(bits / 32.0, 0.5 + 0.3 * random.nextDouble());
        double harm = bits == 32 ? 0 : sensitivity * Math.pow(4, -bits / 4.0);
        options.add(new Option(bits + " bits", List.of(latency * share, harm, bytes * bits / 8)));
      }
      int added = builder.variable("layer" + layer, options);
      if (added > 0) {
        builder.factor(0, List.of(added - 1, added), conversions(0.3 * random.nextDouble()));
      }
    }
    return builder.build();
  }

  private static List<Double> conversions(double cost) {
    List<Double> costs = new ArrayList<>();
    for (int entry = 0; entry < 16; entry++) {
      costs.add(entry / 4 == entry % 4 ? 0 : cost);
    }
    return costs;
  }

  private static double most(Problem problem, int measure) {
    double sum = 0;
    for (Variable variable : problem.variables()) {
      sum +=
          variable.options().stream()
              .mapToDouble(option -> option.costs().get(measure))
              .max()
              .orElse(0);
    }
    return sum;
  }
}

package io.layerbench.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The solver against looking at every assignment. */
class SolverPropertiesTest {

  private static final double TOLERANCE = BruteForce.TOLERANCE;

  private final Solver solver = new Solver();

  @Property(tries = 3000)
  void nothingWithinTheLimitsIsLess(@ForAll long seed, @ForAll @IntRange(max = 3) int limited) {
    Problem problem = RandomProblems.small(seed);
    BruteForce all = new BruteForce(problem);
    Map<String, Double> limits = limits(all, seed, limited);
    Outcome outcome = solver.minimize(problem, "latency", limits);
    double least = all.least("latency", limits);
    if (outcome instanceof Solution found) {
      assertThat(found.isProven()).isTrue();
      assertThat(found.totals().get(0)).isCloseTo(least, within(TOLERANCE));
      assertIsWithin(problem, found, limits);
    } else {
      assertThat(least).isEqualTo(Double.POSITIVE_INFINITY);
      assertNamesTheNearest(all, (Infeasible) outcome, limits);
    }
    assertThat(solver.minimize(problem, "latency", limits)).isEqualTo(outcome);
  }

  @Property(tries = 1500)
  void theFrontierIsEveryPointThatNoneBeats(
      @ForAll long seed, @ForAll @IntRange(max = 2) int limited) {
    Problem problem = RandomProblems.small(seed);
    BruteForce all = new BruteForce(problem);
    Map<String, Double> limits = limits(all, seed, limited);
    Frontier frontier = solver.frontier(problem, "latency", "sensitivity", limits);
    List<double[]> expected = all.frontier("latency", "sensitivity", limits);
    assertThat(frontier.thinned()).isFalse();
    assertThat(frontier.points()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Solution point = frontier.points().get(i);
      assertThat(point.totals().get(0)).isCloseTo(expected.get(i)[0], within(TOLERANCE));
      assertThat(point.totals().get(1)).isCloseTo(expected.get(i)[1], within(TOLERANCE));
      assertIsWithin(problem, point, limits);
    }
  }

  @Property(tries = 300)
  void aThinnedFrontierHasPointsThatNoneBeats(@ForAll long seed) {
    Problem problem = RandomProblems.small(seed);
    BruteForce all = new BruteForce(problem);
    List<double[]> expected = all.frontier("latency", "sensitivity", Map.of());
    Frontier frontier = solver.frontier(problem, List.of("latency", "sensitivity"), Map.of(), 0);
    assertThat(frontier.thinned()).isEqualTo(!expected.isEmpty());
    for (Solution point : frontier.points()) {
      assertThat(expected)
          .anyMatch(
              one ->
                  Math.abs(one[0] - point.totals().get(0)) < TOLERANCE
                      && Math.abs(one[1] - point.totals().get(1)) < TOLERANCE);
    }
    for (double[] one : expected) {
      assertThat(frontier.points())
          .anyMatch(
              point ->
                  point.totals().get(1) < one[1] + TOLERANCE
                      && point.totals().get(0) < one[0] + frontier.epsilon() + TOLERANCE);
    }
  }

  /** Limits of the first so many measures, between the least and the most there is, or below. */
  private static Map<String, Double> limits(BruteForce all, long seed, int count) {
    Random random = new Random(~seed);
    Map<String, Double> limits = new LinkedHashMap<>();
    List<double[]> totals = all.within(Map.of());
    for (int m = RandomProblems.MEASURES.size() - 1; limits.size() < count; m--) {
      int measure = m;
      double least = totals.stream().mapToDouble(one -> one[measure]).min().orElse(0);
      double most = totals.stream().mapToDouble(one -> one[measure]).max().orElse(0);
      double share = random.nextDouble() * 0.8 - 0.1;
      limits.put(RandomProblems.MEASURES.get(m), least + share * (most - least));
    }
    return limits;
  }

  private static void assertIsWithin(Problem problem, Solution found, Map<String, Double> limits) {
    double[] totals = problem.totals(found.options());
    for (int m = 0; m < totals.length; m++) {
      assertThat(found.totals().get(m)).isEqualTo(totals[m]);
      double most = limits.getOrDefault(RandomProblems.MEASURES.get(m), Double.POSITIVE_INFINITY);
      assertThat(totals[m]).isLessThanOrEqualTo(most + TOLERANCE);
    }
  }

  /** The limits named cannot be met together, but can without any one, and that needs so much. */
  private static void assertNamesTheNearest(
      BruteForce all, Infeasible outcome, Map<String, Double> limits) {
    Map<String, Double> named = new LinkedHashMap<>(limits);
    named.keySet().retainAll(outcome.nearest().keySet());
    assertThat(all.within(named)).isEmpty();
    outcome
        .nearest()
        .forEach(
            (name, nearest) -> {
              Map<String, Double> others = new LinkedHashMap<>(named);
              others.remove(name);
              assertThat(all.least(name, others)).isCloseTo(nearest, within(TOLERANCE));
              assertThat(outcome.reason()).contains(name);
            });
  }
}

package io.layerbench.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.NoPlanException;
import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SolverTest {

  private static final List<String> MEASURES = List.of("latency", "sensitivity");
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final Solver solver = new Solver();

  @Test
  void nothingToDecideIsDecided() {
    Problem problem = new Problem.Builder(MEASURES).build();
    Solution nothing = new Solution(List.of(), List.of(0.0, 0.0), 0);
    assertThat(solver.minimize(problem, "latency", Map.of("sensitivity", 0.0))).isEqualTo(nothing);
    assertThat(solver.frontier(problem, "latency", "sensitivity", Map.of()).points())
        .containsExactly(nothing);
    assertThat(solver.minimize(problem, "latency", Map.of("sensitivity", -1.0)))
        .isEqualTo(
            new Infeasible(
                "No assignment has sensitivity at most (-1.0; the least possible is 0.00000).",
                Map.of("sensitivity", 0.0)));
  }

  @Test
  void oneVariableTakesWhatTheLimitAllows() {
    Problem problem = one();
    assertThat(solver.minimize(problem, "latency", Map.of())).isEqualTo(chosen(1, 2.0, 5.0));
    assertThat(solver.minimize(problem, "latency", Map.of("sensitivity", 4.0)))
        .isEqualTo(chosen(0, 4.0, 0.0));
    assertThat(solver.minimize(problem, "latency", Map.of("latency", 2.0)))
        .isEqualTo(chosen(1, 2.0, 5.0));
    assertThat(solver.frontier(problem, "latency", "sensitivity", Map.of()))
        .isEqualTo(
            new Frontier(
                List.of(chosen(1, 2.0, 5.0), chosen(0, 4.0, 0.0)), false, 0, Optional.empty()));
  }

  @Test
  void aLimitThatCannotBeMetIsNamedWithTheNearest() {
    assertThat(solver.minimize(one(), "sensitivity", Map.of("latency", 1.5)))
        .isEqualTo(
            new Infeasible(
                "No assignment has latency at most (1.5; the least possible is 2.00000).",
                Map.of("latency", 2.0)));
  }

  @Test
  void limitsThatCannotBeMetTogetherAreNamedEachWithTheOtherHeld() {
    Outcome outcome = solver.minimize(one(), "latency", Map.of("latency", 3.0, "sensitivity", 1.0));
    assertThat(outcome)
        .isEqualTo(
            new Infeasible(
                "No assignment has at once latency at most (3.0; the least possible is 4.00000)"
                    + " and sensitivity at most (1.0; the least possible is 5.00000), each with the"
                    + " others held.",
                Map.of("latency", 4.0, "sensitivity", 5.0)));
    Frontier frontier =
        solver.frontier(
            one(), "latency", "sensitivity", Map.of("latency", 3.0, "sensitivity", 1.0));
    assertThat(frontier.points()).isEmpty();
    assertThat(frontier.infeasible()).hasValue((Infeasible) outcome);
  }

  @Test
  void aLimitThatIsMetExactlyIsMetWhateverTheOrderOfTheSum() {
    Problem.Builder builder = new Problem.Builder(MEASURES);
    for (double cost : new double[] {0.1, 0.2, 0.3, 0.4}) {
      builder.variable(
          "layer",
          List.of(
              new Option("quick", List.of(0.0, cost)), new Option("slow", List.of(1.0, 2 * cost))));
    }
    Outcome outcome = solver.minimize(builder.build(), "latency", Map.of("sensitivity", 1.0));
    assertThat(outcome).isInstanceOf(Solution.class);
    assertThat(((Solution) outcome).options()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void whereEverythingIsForbiddenNoLimitIsToBlame() {
    Problem.Builder builder = new Problem.Builder(MEASURES);
    builder.variable("layer", one().variables().get(0).options());
    builder.factor(1, List.of(0), List.of(INFINITY, INFINITY));
    Infeasible forbidden =
        new Infeasible("Every assignment is forbidden, whatever the limits.", Map.of());
    assertThat(solver.minimize(builder.build(), "latency", Map.of("sensitivity", 1.0)))
        .isEqualTo(forbidden);
    assertThat(solver.frontier(builder.build(), "latency", "sensitivity", Map.of()).infeasible())
        .hasValue(forbidden);
  }

  @Test
  void whatIsNoProblemIsRefused() {
    assertThatThrownBy(() -> new Option("INT8", List.of(Double.NaN)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(INT8)")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Factor(0, List.of(0), List.of(Double.NaN)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Variable("layer", List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(layer)");
    Problem.Builder builder = new Problem.Builder(MEASURES);
    builder.variable("layer", List.of(new Option("INT8", List.of(1.0))));
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(1) costs for (2) measures");
  }

  @Test
  void whatIsNoQuestionIsRefused() {
    assertThatThrownBy(() -> solver.minimize(one(), "speed", Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("latency, sensitivity");
    assertThatThrownBy(() -> solver.minimize(one(), "latency", Map.of("latency", Double.NaN)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(latency)");
    assertThatThrownBy(() -> solver.frontier(one(), "latency", "latency", Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("two different measures");
  }

  @Test
  void aThousandLayersAreSolvedToTheOptimum() {
    Problem problem = RandomProblems.chain(1000, 1);
    double most = 0.1 * sensitivity(problem);
    Outcome outcome = solver.minimize(problem, "latency", Map.of("sensitivity", most));
    assertThat(outcome).isInstanceOf(Solution.class);
    assertThat(((Solution) outcome).isProven()).isTrue();
    assertThat(((Solution) outcome).totals().get(1)).isLessThanOrEqualTo(most);
  }

  @Test
  void whatGrowsTooLargeIsTheBestFoundWithItsGap() {
    Problem problem = RandomProblems.chain(40, 1);
    Search search =
        new Search(problem, List.of("latency"), Map.of("sensitivity", 0.1 * sensitivity(problem)));
    List<Query.Limit> limits = search.limits(search.limited());
    Query query = new Query(search.graph(), search.dimension("latency"), limits);
    PathSearch cut = new PathSearch(query, 1);
    PathSearch full = search.path("latency", limits);
    assertThat(cut.run()).isTrue();
    assertThat(full.run()).isTrue();
    assertThat(full.gap()).isZero();
    assertThat(cut.gap()).isPositive();
    assertThat(cut.value()).isGreaterThanOrEqualTo(full.value());
    assertThat(cut.value() - cut.gap()).isLessThanOrEqualTo(full.value());
  }

  @Test
  void whatJoinsEverythingToEverythingIsRefused() {
    Problem.Builder builder = new Problem.Builder(MEASURES);
    for (int v = 0; v < 40; v++) {
      builder.variable("layer" + v, one().variables().get(0).options());
      for (int other = 0; other < v; other++) {
        builder.factor(0, List.of(other, v), List.of(0.0, 1.0, 1.0, 0.0));
      }
    }
    assertThatThrownBy(() -> solver.minimize(builder.build(), "latency", Map.of()))
        .isInstanceOf(NoPlanException.class)
        .hasMessageContaining("too entangled at (layer");
  }

  @Test
  void anOrderIsFoundWhereTheProblemsOwnIsBad() {
    Problem.Builder builder = new Problem.Builder(MEASURES);
    List<Integer> shuffled = new ArrayList<>();
    for (int v = 0; v < 200; v++) {
      shuffled.add(builder.variable("layer" + v, one().variables().get(0).options()));
    }
    Collections.shuffle(shuffled, new Random(1));
    for (int v = 1; v < 200; v++) {
      builder.factor(0, List.of(shuffled.get(v - 1), shuffled.get(v)), List.of(0.0, 1.0, 1.0, 0.0));
    }
    Outcome outcome = solver.minimize(builder.build(), "latency", Map.of("sensitivity", 500.0));
    assertThat(outcome).isInstanceOf(Solution.class);
    // Half of a chain takes the quick option, which costs one conversion.
    assertThat(((Solution) outcome).totals()).containsExactly(601.0, 500.0);
  }

  private static double sensitivity(Problem problem) {
    return problem.variables().stream()
        .mapToDouble(
            variable ->
                variable.options().stream()
                    .mapToDouble(option -> option.costs().get(1))
                    .max()
                    .orElse(0))
        .sum();
  }

  private static Solution chosen(int option, double latency, double sensitivity) {
    return new Solution(List.of(option), List.of(latency, sensitivity), 0);
  }

  private static Problem one() {
    Problem.Builder builder = new Problem.Builder(MEASURES);
    builder.variable(
        "layer",
        List.of(new Option("FP32", List.of(4.0, 0.0)), new Option("INT8", List.of(2.0, 5.0))));
    return builder.build();
  }
}

package io.layerbench.assignment;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Variables with options, and what they cost alone and together. The total of a measure is the sum
 * over the chosen options' costs and over the factors of that measure.
 *
 * @param measures their names, each once, for example "latency"; at least one
 * @param variables what is to be decided
 * @param factors what variables cost together
 */
public record Problem(List<String> measures, List<Variable> variables, List<Factor> factors) {

  public Problem {
    measures = List.copyOf(measures);
    variables = List.copyOf(variables);
    factors = List.copyOf(factors);
    if (measures.isEmpty() || new HashSet<>(measures).size() < measures.size()) {
      throw new InvalidInputException(
          "A problem has no measure, or one twice (" + measures + ").", "name each once.");
    }
    for (Variable variable : variables) {
      check(variable, measures.size());
    }
    for (Factor factor : factors) {
      check(factor, measures.size(), variables);
    }
  }

  private static void check(Variable variable, int measures) {
    for (Option option : variable.options()) {
      if (option.costs().size() != measures) {
        throw new InvalidInputException(
            "The option (%s) of (%s) has (%d) costs for (%d) measures."
                .formatted(option.label(), variable.name(), option.costs().size(), measures),
            "give one cost per measure, 0 where it costs nothing.");
      }
    }
  }

  private static void check(Factor factor, int measures, List<Variable> variables) {
    long combinations = 1;
    for (int variable : factor.variables()) {
      if (variable < 0 || variable >= variables.size()) {
        throw new InvalidInputException(
            "A factor joins a variable (%d) of (%d).".formatted(variable, variables.size()),
            "count variables from 0.");
      }
      combinations = Math.multiplyExact(combinations, variables.get(variable).options().size());
    }
    if (factor.measure() < 0 || factor.measure() >= measures) {
      throw new InvalidInputException(
          "A factor adds to the measure (%d) of (%d).".formatted(factor.measure(), measures),
          "count measures from 0.");
    }
    if (factor.costs().size() != combinations) {
      throw new InvalidInputException(
          "The factor of the variables (%s) has (%d) costs for (%d) combinations."
              .formatted(factor.variables(), factor.costs().size(), combinations),
          "give one cost per combination, row-major.");
    }
  }

  /**
   * The index of a measure.
   *
   * @throws UsageException naming the known ones
   */
  public int measure(String name) {
    int index = measures.indexOf(name);
    if (index < 0) {
      throw new UsageException(
          "Unknown measure (" + name + ").",
          "known measures are " + String.join(", ", measures) + ".");
    }
    return index;
  }

  /**
   * The totals of an assignment by measure, summed in the variables' and factors' order; positive
   * infinity where it is forbidden.
   *
   * @param options an option's index per variable
   */
  public double[] totals(List<Integer> options) {
    double[] totals = new double[measures.size()];
    for (int v = 0; v < variables.size(); v++) {
      List<Double> costs = variables.get(v).options().get(options.get(v)).costs();
      for (int m = 0; m < totals.length; m++) {
        totals[m] += costs.get(m);
      }
    }
    for (Factor factor : factors) {
      int entry = 0;
      for (int v : factor.variables()) {
        entry = entry * variables.get(v).options().size() + options.get(v);
      }
      totals[factor.measure()] += factor.costs().get(entry);
    }
    return totals;
  }

  /** Collects variables and factors, so that factors can name variables as they come. */
  public static final class Builder {

    private final List<String> measures;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Factor> factors = new ArrayList<>();

    /** A problem with these measures and nothing to decide yet. */
    public Builder(List<String> measures) {
      this.measures = List.copyOf(measures);
    }

    /** Adds a variable and gives its index. */
    public int variable(String name, List<Option> options) {
      variables.add(new Variable(name, options));
      return variables.size() - 1;
    }

    /** Adds a factor; see {@link Factor}. */
    public void factor(int measure, List<Integer> joined, List<Double> costs) {
      factors.add(new Factor(measure, joined, costs));
    }

    /** The problem so far. */
    public Problem build() {
      return new Problem(measures, variables, factors);
    }
  }
}

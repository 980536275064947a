package io.layerbench.run;

import io.layerbench.base.Precision;
import io.layerbench.ranking.Budgets;
import io.layerbench.ranking.Pins;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.PolicySpec;
import io.layerbench.ranking.ScoreSpec;
import java.util.Set;

/**
 * How the user wants layers ordered and given precisions.
 *
 * @param score what orders them
 * @param policy the name of what gives them precisions
 * @param share the share of the layers that get INT8, 0 to 1
 * @param pins what the policy does not decide
 * @param budgets what the plan may cost at most
 */
public record PlanningOptions(
    ScoreSpec score, String policy, double share, Pins pins, Budgets budgets) {

  public PlanningOptions {
    // Refuses what is no policy or no share before anything is measured.
    policy = PolicySpec.of(policy, share, Set.of()).name();
  }

  /** The default score and policy, nothing pinned. */
  public static PlanningOptions defaults() {
    return new PlanningOptions(
        ScoreSpec.defaults(),
        Policies.DEFAULT,
        PolicySpec.DEFAULT_INT8_SHARE,
        Pins.NONE,
        Budgets.NONE);
  }

  /** The same by another policy. */
  public PlanningOptions withPolicy(String other) {
    return new PlanningOptions(score, other, share, pins, budgets);
  }

  /** The same within other budgets. */
  public PlanningOptions withBudgets(Budgets other) {
    return new PlanningOptions(score, policy, share, pins, other);
  }

  /** The same by another score. */
  public PlanningOptions withScore(ScoreSpec other) {
    return new PlanningOptions(other, policy, share, pins, budgets);
  }

  /**
   * The policy with its parameters.
   *
   * @param available the precisions that were measured
   */
  public PolicySpec policySpec(Set<Precision> available) {
    return PolicySpec.of(policy, share, available).withPins(pins).withBudgets(budgets);
  }
}

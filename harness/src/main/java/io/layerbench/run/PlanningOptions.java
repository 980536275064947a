package io.layerbench.run;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.ranking.Budgets;
import io.layerbench.ranking.Need;
import io.layerbench.ranking.Pins;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.PolicySpec;
import io.layerbench.ranking.ScoreSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the user wants layers ordered and given precisions.
 *
 * @param score what orders them
 * @param policy the name of what gives them precisions
 * @param share the share of the layers that get INT8, 0 to 1
 * @param pins what the policy does not decide
 * @param budgets what the plan may cost at most
 * @param maxDropPoints how many points of accuracy less than FP32's the plan's model may measure at
 *     most; null where accuracy does not decide
 */
public record PlanningOptions(
    ScoreSpec score,
    String policy,
    double share,
    Pins pins,
    Budgets budgets,
    @Nullable Double maxDropPoints) {

  public PlanningOptions {
    // Refuses what is no policy or no share before anything is measured.
    policy = PolicySpec.of(policy, share, Set.of()).name();
    if (maxDropPoints != null && (!Double.isFinite(maxDropPoints) || maxDropPoints < 0)) {
      throw new UsageException(
          "The limit --max-drop (" + maxDropPoints + ") is no number of at least 0.",
          "give points of percent, such as 0.5.");
    }
  }

  /** The default score and policy, nothing pinned. */
  public static PlanningOptions defaults() {
    return new PlanningOptions(
        ScoreSpec.defaults(),
        Policies.DEFAULT,
        PolicySpec.DEFAULT_INT8_SHARE,
        Pins.NONE,
        Budgets.NONE,
        null);
  }

  /** The same by another policy. */
  public PlanningOptions withPolicy(String other) {
    return new PlanningOptions(score, other, share, pins, budgets, maxDropPoints);
  }

  /** The same by the default policy, which takes no budgets. */
  public PlanningOptions byDefaultPolicy() {
    return new PlanningOptions(score, Policies.DEFAULT, share, pins, Budgets.NONE, null);
  }

  /** The same within other budgets. */
  public PlanningOptions withBudgets(Budgets other) {
    return new PlanningOptions(score, policy, share, pins, other, maxDropPoints);
  }

  /** The same with the usual drop where the policy measures accuracy and none is given. */
  public PlanningOptions withUsualDrop() {
    boolean usual = maxDropPoints == null && measuresAccuracy();
    return usual
        ? new PlanningOptions(score, policy, share, pins, budgets, Policies.DEFAULT_DROP_POINTS)
        : this;
  }

  /** True where the policy builds models and measures their accuracy. */
  public boolean measuresAccuracy() {
    return Policies.find(policy).needs().contains(Need.ACCURACY);
  }

  /** The same whatever accuracy its plan has. */
  public PlanningOptions withoutMaxDrop() {
    return new PlanningOptions(score, policy, share, pins, budgets, null);
  }

  /** The same by another score. */
  public PlanningOptions withScore(ScoreSpec other) {
    return new PlanningOptions(other, policy, share, pins, budgets, maxDropPoints);
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

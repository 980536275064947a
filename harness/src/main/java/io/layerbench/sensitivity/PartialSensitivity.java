package io.layerbench.sensitivity;

import org.jspecify.annotations.Nullable;

/**
 * What one shard of samples says about one case. Partial results of disjoint shards add up in any
 * order, so shards can be computed anywhere.
 *
 * @param caseId the case's id
 * @param parameters N_i: how many parameters the unit's layers have, at least 1
 * @param own the distance at the unit's own output
 * @param model the distance at the model's output; null where it was not asked for
 * @param predictions what the model's output says; null where it is no classifier's or was not
 *     asked for
 */
public record PartialSensitivity(
    String caseId,
    long parameters,
    Distance own,
    @Nullable Distance model,
    @Nullable Predictions predictions) {
  public PartialSensitivity {
    if (parameters < 1) {
      throw new IllegalArgumentException("(" + caseId + ") has no parameters");
    }
  }

  /** The same with the distance at the model's output that another sweep of the case found. */
  public PartialSensitivity withModelOf(PartialSensitivity other) {
    if (!caseId.equals(other.caseId)) {
      throw new IllegalArgumentException(
          "(%s) and (%s) are not the same case".formatted(caseId, other.caseId));
    }
    return new PartialSensitivity(caseId, parameters, own, other.model, predictions);
  }

  /** Both shards together. */
  public PartialSensitivity merge(PartialSensitivity other) {
    if (!caseId.equals(other.caseId)) {
      throw new IllegalArgumentException(
          "(%s) and (%s) do not add up".formatted(caseId, other.caseId));
    }
    return new PartialSensitivity(
        caseId,
        parameters,
        own.plus(other.own),
        model == null || other.model == null ? null : model.plus(other.model),
        predictions == null || other.predictions == null
            ? null
            : predictions.plus(other.predictions));
  }
}

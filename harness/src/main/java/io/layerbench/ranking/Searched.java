package io.layerbench.ranking;

import io.layerbench.base.NoPlanException;
import io.layerbench.base.Precision;
import java.util.Map;
import java.util.Set;

/**
 * A policy that builds models and measures their accuracy as it goes: its plan is what a run's
 * search found.
 */
record Searched(String name, String description, Set<Need> needs) implements Policy {

  @Override
  public Map<String, Precision> assign(PolicyInput input) {
    if (needs.contains(Need.COSTS)) {
      input.costs(name);
    }
    FoundPlan found = input.evidence().found();
    if (found == null) {
      throw new NoPlanException(
          "The policy %s builds and measures models, and nothing here was measured for it."
              .formatted(name),
          "make a run with it: run --policy %s, with labelled data.".formatted(name));
    }
    Map<String, Precision> layers = found.layers();
    if (layers == null) {
      throw new NoPlanException(
          "The policy %s found no plan: %s.".formatted(name, found.reason()),
          "raise --max-drop, or force fewer layers into INT8.");
    }
    return layers;
  }
}

package io.layerbench.suite;

import io.layerbench.ranking.Plan;
import java.util.Map;

/**
 * The plan of every backend of a run.
 *
 * @param plans by backend
 */
record BackendPlans(Map<String, Plan> plans) {

  BackendPlans {
    plans = Map.copyOf(plans);
  }

  Plan of(String backend) {
    Plan plan = plans.get(backend);
    if (plan == null) {
      throw new IllegalStateException("no plan for (" + backend + ")");
    }
    return plan;
  }
}

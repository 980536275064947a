package io.layerbench.suite;

import io.layerbench.backend.Backends;
import io.layerbench.device.ConditionWarning;
import io.layerbench.device.Conditions;
import java.util.ArrayList;
import java.util.List;

/** What is known to be wrong before anything is measured. */
public final class StartWarnings {

  private static final String RANDOM =
      "There is no dataset: calibration runs on random inputs, so the sensitivities, the ranking and the plan mean"
          + " nothing for real data. Give --data.";

  private StartWarnings() {}

  /**
   * The warnings, in words; they follow from these alone.
   *
   * @param dataset whether there is one
   * @param backends their names
   */
  public static List<String> of(Conditions conditions, boolean dataset, List<String> backends) {
    List<String> warnings = new ArrayList<>();
    for (ConditionWarning warning : conditions.warnings()) {
      warnings.add(warning.what() + " Maybe: " + warning.remedy());
    }
    if (!dataset) {
      warnings.add(RANDOM);
    }
    for (String name : backends) {
      String besides = Backends.named(name).alsoTimed();
      if (besides != null) {
        warnings.add(besides);
      }
    }
    return warnings;
  }
}

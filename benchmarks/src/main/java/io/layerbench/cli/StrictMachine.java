package io.layerbench.cli;

import io.layerbench.base.EnvironmentException;
import io.layerbench.device.ConditionWarning;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses a machine that is contended, for {@code --strict}. */
final class StrictMachine {

  private StrictMachine() {}

  /**
   * Does nothing on a calm machine; settings such as a governor are only warned of.
   *
   * @throws EnvironmentException where others take of the machine
   */
  static void check(List<ConditionWarning> warnings) {
    List<ConditionWarning> contention =
        warnings.stream().filter(ConditionWarning::isContention).toList();
    if (!contention.isEmpty()) {
      throw new EnvironmentException(
          "The machine is contended: "
              + contention.stream().map(ConditionWarning::what).collect(Collectors.joining(" ")),
          contention.get(0).remedy()
              + " Without --strict the run is made, and disturbed cases are marked.");
    }
  }
}

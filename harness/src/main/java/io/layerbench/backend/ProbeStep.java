package io.layerbench.backend;

import java.util.List;
import java.util.function.Consumer;

/**
 * One step of a backend's ladder.
 *
 * @param attempt takes it; a {@link RungException} says why it cannot be taken
 */
public record ProbeStep(Rung rung, Runnable attempt) {

  /**
   * Takes steps in order.
   *
   * @param before told of each before it is taken, since taking it may end the process
   * @throws RungException at the first step that fails
   */
  public static void climb(List<ProbeStep> steps, Consumer<Rung> before) {
    for (ProbeStep step : steps) {
      before.accept(step.rung());
      step.attempt().run();
    }
  }
}

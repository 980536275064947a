package io.layerbench.suite;

import io.layerbench.run.RoundsMade;
import io.layerbench.run.RunOptions;
import java.util.Optional;

/** What a user must know about the number of rounds. */
final class RoundNotes {

  private RoundNotes() {}

  /** A warning where the time limit left fewer rounds than were asked for. */
  static Optional<String> limited(RunOptions options, RoundsMade made) {
    return made.rounds() >= options.forks()
        ? Optional.empty()
        : Optional.of(
            "The time limit (%d s) left each layer %d of %d forks. Maybe: raise --time-limit, or measure fewer layers."
                .formatted(options.timeLimitSeconds(), made.rounds(), options.forks()));
  }
}

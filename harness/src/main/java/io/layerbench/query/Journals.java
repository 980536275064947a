package io.layerbench.query;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.util.List;

/** Reads runs' journals. */
final class Journals {

  private Journals() {}

  /**
   * All finished forks in the order of execution.
   *
   * @throws InvalidInputException where a line is not valid or the file not readable
   */
  static List<Timing> read(NamedRun run) {
    try {
      return run.folder().journal().read();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The journal of the run %s cannot be read (%s)."
              .formatted(run.folder().path(), IoReason.of(e)),
          "check its permissions.",
          e);
    }
  }
}

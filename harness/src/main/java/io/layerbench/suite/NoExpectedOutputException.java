package io.layerbench.suite;

import io.layerbench.base.ChildFailedException;

/** A case could not be simulated, so that nothing could say whether its output is right. */
final class NoExpectedOutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoExpectedOutputException(ChildFailedException cause) {
    super("invalid output: nothing to compare it with (" + cause.getMessage() + ")", cause);
  }

  /** Why the case counts as failed. */
  String reason() {
    return String.valueOf(getMessage());
  }
}

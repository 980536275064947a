package io.layerbench.run;

/** How a run ended. */
public enum Termination {
  /** It still runs, or was killed: resume it. */
  UNFINISHED,
  /** Every station was passed. */
  NORMAL,
  /** The user interrupted it. */
  INTERRUPTED
}

package io.layerbench.worker;

import io.layerbench.base.ChildFailedException;
import org.jspecify.annotations.Nullable;

/** The worker ended without an answer. */
final class WorkerDeath extends Exception {

  private static final long serialVersionUID = 1L;

  /** What a shell, and Java, call a process that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  private final String task;
  private final @Nullable Integer exit;
  private final String log;

  /**
   * @param exit its exit code; null where it did not end at all
   * @param log the end of what it wrote
   */
  WorkerDeath(String task, @Nullable Integer exit, String log) {
    super(task);
    this.task = task;
    this.exit = exit;
    this.log = log;
  }

  /** True where someone ended it, or the system when memory ran out: it did not crash itself. */
  boolean wasKilled() {
    return exit != null && exit == KILLED;
  }

  /** For the user. */
  ChildFailedException failure() {
    if (wasKilled()) {
      return new ChildFailedException(
          "The worker was killed (SIGKILL) during (" + task + "), two times.",
          "the system does so when memory runs out; what is finished is kept for run --resume.");
    }
    return new ChildFailedException(
        "The worker died during (%s) with exit code (%s).\n%s"
            .formatted(task, exit == null ? "unknown" : exit.toString(), log),
        "the model makes the runtime crash; the end of its log is above.");
  }
}

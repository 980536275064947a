package io.layerbench.worker;

import io.layerbench.base.ChildFailedException;
import io.layerbench.base.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The worker ended without an answer. */
final class WorkerDeath extends Exception {

  private static final long serialVersionUID = 1L;

  /** What a shell, and Java, call a process that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  private final String task;
  private final @Nullable Integer exit;
  private final String log;
  private final @Nullable Duration silence;

  private WorkerDeath(String task, @Nullable Integer exit, String log, @Nullable Duration silence) {
    super(task);
    this.task = task;
    this.exit = exit;
    this.log = log;
    this.silence = silence;
  }

  /**
   * It ended by itself, or someone ended it.
   *
   * @param exit its exit code; null where it did not end at all
   * @param log the end of what it wrote
   */
  static WorkerDeath of(String task, @Nullable Integer exit, String log) {
    return new WorkerDeath(task, exit, log, null);
  }

  /** It gave no sign of life, and was ended for it. */
  static WorkerDeath silent(String task, Duration limit) {
    return new WorkerDeath(task, null, "", limit);
  }

  /** True where someone ended it, or the system when memory ran out: it did not crash itself. */
  boolean wasKilled() {
    return exit != null && exit == KILLED;
  }

  /** For the user, where nothing but the model can be to blame. */
  InvalidInputException ofTheModel() {
    return new InvalidInputException(
        "The inference runtime cannot run the model once. " + failure().what(),
        "export it again; if it only takes long, give it longer by the variable %s (seconds)."
            .formatted(SilenceWatch.VARIABLE),
        this);
  }

  /** For the user. */
  ChildFailedException failure() {
    if (silence != null) {
      return new ChildFailedException(
          "The worker gave no sign of life for %d s during (%s), and was ended."
              .formatted(silence.toSeconds(), task),
          "the model may hold a loop without end; give it longer by the variable %s (seconds)."
              .formatted(SilenceWatch.VARIABLE));
    }
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

package io.layerbench.worker;

import io.layerbench.base.ChildFailedException;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.LayerbenchException;
import io.layerbench.base.UsageException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines between the main process and its worker: a marker, then one JSON object. */
final class WorkerProtocol {

  /** Tells a line of ours from what a native library prints. */
  static final String MARKER = "@layerbench ";

  private WorkerProtocol() {}

  /** A task and its argument, both JSON. */
  record Request(String task, String argument) {}

  /** A line from the worker: progress, a result or an error. */
  record Reply(
      @Nullable Integer done,
      @Nullable Integer total,
      @Nullable String result,
      @Nullable Failure failure) {

    static Reply progress(int done, int total) {
      return new Reply(done, total, null, null);
    }

    static Reply result(String json) {
      return new Reply(null, null, json, null);
    }

    static Reply failure(Throwable cause) {
      int code = cause instanceof LayerbenchException e ? e.exitCode() : 1;
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      return new Reply(
          null, null, null, new Failure(code, cause.getClass().getSimpleName(), message));
    }
  }

  /** An error that crosses the process border with its exit code. */
  record Failure(int exitCode, String type, String message) {

    LayerbenchException toException() {
      String[] parts = message.split("\\R" + Pattern.quote(LayerbenchException.MAYBE), 2);
      String maybe = parts.length > 1 ? parts[1] : "";
      return switch (exitCode) {
        case 2 -> new UsageException(parts[0], maybe);
        case 5 -> new EnvironmentException(parts[0], maybe);
        case 6 -> new InvalidInputException(parts[0], maybe);
        default -> new ChildFailedException(type + ": " + message, "");
      };
    }
  }
}

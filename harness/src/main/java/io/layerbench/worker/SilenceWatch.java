package io.layerbench.worker;

import io.layerbench.base.UsageException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a worker that gives no sign of life for too long: a model may hold a loop that never ends.
 */
final class SilenceWatch implements AutoCloseable {

  /** The variable that holds another limit, in seconds. */
  static final String VARIABLE = "LAYERBENCH_WORKER_LIMIT";

  /** Opening a model of thousands of nodes takes minutes, in which nothing is said. */
  private static final Duration USUAL = Duration.ofMinutes(30);

  private final Process process;
  private final Duration limit;
  private long last = System.nanoTime();
  private boolean expired;
  private boolean closed;

  private SilenceWatch(Process process, Duration limit) {
    this.process = process;
    this.limit = limit;
  }

  /** A watch that runs until it is closed. */
  static SilenceWatch over(Process process, Duration limit) {
    SilenceWatch watch = new SilenceWatch(process, limit);
    Thread thread = new Thread(watch::watch, "worker-silence");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /**
   * The limit that the user wants.
   *
   * @param seconds the variable's text; null where it is not set
   * @throws UsageException where that is no number of seconds
   */
  static Duration limit(@Nullable String seconds) {
    if (seconds == null) {
      return USUAL;
    }
    if (!seconds.matches("[1-9]\\d{0,6}")) {
      throw new UsageException(
          "The variable %s (%s) is no number of seconds from 1 to 9999999."
              .formatted(VARIABLE, seconds),
          "unset it for %d.".formatted(USUAL.toSeconds()));
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  /** The worker has said something. */
  synchronized void broken() {
    last = System.nanoTime();
  }

  /** True when the worker was ended for its silence. */
  synchronized boolean expired() {
    return expired;
  }

  private synchronized void watch() {
    try {
      while (!closed) {
        long left = limit.toNanos() - (System.nanoTime() - last);
        if (left <= 0) {
          expired = true;
          process.destroyForcibly();
          return;
        }
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it, and it ends with the program.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}

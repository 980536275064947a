package io.layerbench.benchmarks;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Kills the children that were started since the watchdog was, when they outlast the limit. JMH's
 * own time-out only interrupts the Java thread, which a hung native call never hears.
 */
final class ForkWatchdog implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fork-watchdog");
            thread.setDaemon(true);
            return thread;
          });

  private final AtomicBoolean fired = new AtomicBoolean();
  private final Set<Long> before = children();

  private ForkWatchdog() {}

  static ForkWatchdog start(Duration limit) {
    ForkWatchdog watchdog = new ForkWatchdog();
    var unused = watchdog.timer.schedule(watchdog::kill, limit.toMillis(), TimeUnit.MILLISECONDS);
    return watchdog;
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private void kill() {
    fired.set(true);
    killStarted();
  }

  /** Kills what was started since, with all that it started. */
  private void killStarted() {
    ProcessHandle.current()
        .children()
        .filter(child -> !before.contains(child.pid()))
        .forEach(
            child -> {
              child.descendants().forEach(ProcessHandle::destroyForcibly);
              child.destroyForcibly();
            });
  }

  /** True when the limit was passed. */
  boolean fired() {
    return fired.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    killStarted();
  }
}

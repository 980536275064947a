package io.layerbench.device;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long this process's own threads were ready to run and waited for a processor, over a short
 * span (Linux's schedstat, in nanoseconds). Unlike the machine's CPU pressure it does not count
 * others that wait for us, and unlike steal time it is fine enough for milliseconds. The JVM's
 * compiler threads are left out: nobody waits for them.
 */
public final class ThreadWaits {

  private static final String TASKS = "/proc/self/task";
  private static final String COMPILER = "Compiler";

  private final SystemFiles files;
  private final Map<String, Long> start;
  private final long startNanos;

  private ThreadWaits(SystemFiles files) {
    this.files = files;
    // Read twice: the first reading loads classes, which is no part of the span.
    delays();
    this.start = delays();
    this.startNanos = System.nanoTime();
  }

  /** Begins now. */
  public static ThreadWaits start() {
    return start(SystemFiles.ofThisMachine());
  }

  static ThreadWaits start(SystemFiles files) {
    return new ThreadWaits(files);
  }

  /** Nanoseconds waited since each thread began, by thread. */
  private Map<String, Long> delays() {
    Map<String, Long> delays = new HashMap<>();
    for (String thread : files.names(TASKS)) {
      String path = TASKS + "/" + thread;
      if (!files.line(path + "/comm").text().contains(COMPILER)) {
        String[] numbers = files.line(path + "/schedstat").text().split(" ", -1);
        if (numbers.length == 3) {
          CpuLists.count(numbers[1]).ifPresent(nanos -> delays.put(thread, nanos));
        }
      }
    }
    return delays;
  }

  /**
   * Percent of the time since the start that the thread with the longest wait waited, at most 100;
   * null where the system does not tell.
   */
  public @Nullable Double percent() {
    return percent(System.nanoTime() - startNanos);
  }

  @Nullable Double percent(long spanNanos) {
    Map<String, Long> end = delays();
    if (end.isEmpty() || spanNanos <= 0) {
      return null;
    }
    long longest = 0;
    for (Map.Entry<String, Long> thread : end.entrySet()) {
      longest = Math.max(longest, thread.getValue() - start.getOrDefault(thread.getKey(), 0L));
    }
    return Math.min(100, 100.0 * longest / spanNanos);
  }
}

package io.layerbench.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How busy this process is while something runs. */
final class ProcessLoad {

  /** Some systems count CPU time in steps of 10 ms, which this must outweigh. */
  private static final Duration SPAN = Duration.ofMillis(250);

  private ProcessLoad() {}

  /**
   * Calls back to back for a quarter of a second, all of the process's threads counted.
   *
   * @return CPU time over wall time in percent; null where the system does not say
   */
  static @Nullable Double percent(Runnable call) {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return null;
    }
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    long wall;
    do {
      call.run();
      wall = System.nanoTime() - start;
    } while (wall < SPAN.toNanos());
    long used = system.getProcessCpuTime() - cpu;
    return cpu < 0 ? null : (Double) (100.0 * used / wall);
  }
}

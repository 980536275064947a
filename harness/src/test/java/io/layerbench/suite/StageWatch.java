package io.layerbench.suite;

import java.lang.management.ManagementFactory;

/** Looks, at a tenth and at the end of one progress bar, at the memory and the time. */
final class StageWatch implements Console {

  private final String title;
  private long firstBytes;
  private long lastBytes;
  private int forks;
  private double foretold;
  private double left;

  StageWatch(String title) {
    this.title = title;
  }

  /** Live bytes after a tenth. */
  long firstBytes() {
    return firstBytes;
  }

  /** Live bytes at the end. */
  long lastBytes() {
    return lastBytes;
  }

  /** By how much live memory grew for each fork between. */
  long bytesPerFork() {
    return (lastBytes - firstBytes) / Math.max(1, forks);
  }

  /** How wrong the time left was that a tenth foretold, in percent of what was left. */
  double errorPercent() {
    return 100 * (foretold / left - 1);
  }

  @Override
  public void line(String text) {
    // Not looked at.
  }

  @Override
  public void warning(String text) {
    // Not looked at.
  }

  @Override
  public Bar bar(String name, int total) {
    return name.equals(title) ? new Watched(total) : new Watched(Integer.MAX_VALUE);
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private final class Watched implements Bar {

    private final int total;
    private final long start = System.nanoTime();
    private long tenth;
    private int done;

    Watched(int total) {
      this.total = total;
    }

    @Override
    public void at(int now, String note) {
      done = now;
      if (tenth == 0 && now >= total / 10) {
        tenth = System.nanoTime();
        foretold = (tenth - start) / 1e9 / now * (total - now);
        firstBytes = live();
      }
    }

    @Override
    public void close() {
      if (tenth != 0) {
        left = (System.nanoTime() - tenth) / 1e9;
        lastBytes = live();
        forks = done - total / 10;
      }
    }
  }
}

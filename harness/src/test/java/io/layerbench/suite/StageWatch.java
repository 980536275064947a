package io.layerbench.suite;

import java.lang.management.ManagementFactory;

/**
 * Looks, at a tenth and at the end of one progress bar, at the memory and the time; and breaks the
 * run off, once, at the first step of another.
 */
final class StageWatch implements Console {

  /** As where the process ends. */
  static final class Broken extends Error {
    private static final long serialVersionUID = 1;
  }

  private final String title;
  private final String breaking;
  private boolean broken;
  private long taken;
  private long firstBytes;
  private long lastBytes;
  private int forks;
  private double foretold;
  private double left;

  /**
   * Two bars by their titles.
   *
   * @param title the one to look at
   * @param breaking the one to break off at
   */
  StageWatch(String title, String breaking) {
    this.title = title;
    this.breaking = breaking;
  }

  /** When, by the nano clock, the run that was taken up again made its first step. */
  long taken() {
    return taken;
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
    if (name.equals(title)) {
      return new Watched(total);
    }
    return name.equals(breaking) ? new Breaking() : new Unwatched();
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static class Unwatched implements Bar {

    @Override
    public void at(int now, String note) {
      // Not looked at.
    }

    @Override
    public void total(int steps) {
      // Not looked at.
    }

    @Override
    public void close() {
      // Not looked at.
    }
  }

  private final class Breaking extends Unwatched {

    @Override
    public void at(int now, String note) {
      if (!broken) {
        broken = true;
        throw new Broken();
      }
      if (taken == 0) {
        taken = System.nanoTime();
      }
    }
  }

  private final class Watched implements Bar {

    private final int total;
    private final TimeLeft foretelling;
    private long tenth;

    Watched(int total) {
      this.total = total;
      this.foretelling = new TimeLeft(total, System::nanoTime);
    }

    @Override
    public void at(int now, String note) {
      foretelling.at(now);
      if (tenth == 0 && now >= total / 10) {
        tenth = System.nanoTime();
        foretold = foretelling.seconds().orElseThrow();
        firstBytes = live();
      }
    }

    @Override
    public void total(int steps) {
      foretelling.total(steps);
    }

    @Override
    public void close() {
      if (tenth != 0 && left == 0) {
        left = (System.nanoTime() - tenth) / 1e9;
        lastBytes = live();
        forks = foretelling.done() - total / 10;
      }
    }
  }
}

package io.layerbench.suite;

import java.util.ArrayList;
import java.util.List;

/** Keeps what the progress bars of a station counted. */
final class CountingConsole implements Console {

  /** A bar's state at one moment. */
  record Count(int done, int total) {}

  private final List<Count> counts = new ArrayList<>();

  /** After each step, and where a bar was closed. */
  List<Count> counts() {
    return List.copyOf(counts);
  }

  @Override
  public void line(String text) {
    // Only bars are looked at.
  }

  @Override
  public void warning(String text) {
    // Only bars are looked at.
  }

  @Override
  public Bar bar(String title, int total) {
    return new Counting(total);
  }

  private final class Counting implements Bar {

    private int done;
    private int total;

    Counting(int total) {
      this.total = total;
    }

    @Override
    public void at(int steps, String note) {
      done = steps;
      counts.add(new Count(done, total));
    }

    @Override
    public void total(int steps) {
      total = steps;
    }

    @Override
    public void close() {
      counts.add(new Count(done, total));
    }
  }
}

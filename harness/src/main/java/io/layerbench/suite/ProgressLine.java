package io.layerbench.suite;

import io.layerbench.worker.Progress;
import org.jspecify.annotations.Nullable;

/** Shows a worker's progress as a bar, begun when the total is known. */
public final class ProgressLine implements Progress, AutoCloseable {

  private final Console console;
  private final String title;
  private Console.@Nullable Bar bar;

  /** A bar with that title on the console, not shown yet. */
  public ProgressLine(Console console, String title) {
    this.console = console;
    this.title = title;
  }

  @Override
  public void at(int done, int total) {
    Console.Bar current = bar;
    if (current == null) {
      current = console.bar(title, total);
      bar = current;
    }
    current.at(done, "");
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

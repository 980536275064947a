package io.layerbench.cli;

import io.layerbench.suite.Console;
import io.layerbench.suite.TerminalText;
import io.layerbench.suite.TimeLeft;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/** A bar with count, estimated time left, and a note; away from a terminal, a line now and then. */
final class ProgressBar implements Console.Bar {

  private static final int CELLS = 20;
  private static final int NOTE = 44;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final String title;
  private final long start = System.nanoTime();
  private final TimeLeft left;
  private long lastLine = System.nanoTime();

  ProgressBar(PrintWriter out, boolean terminal, String title, int total) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
    this.left = new TimeLeft(total, System::nanoTime);
  }

  @Override
  public void at(int done, String note) {
    left.at(done);
    if (terminal) {
      int total = left.total();
      int filled = total == 0 ? CELLS : (int) Math.min(CELLS, (long) CELLS * done / total);
      String bar = "#".repeat(filled) + ".".repeat(CELLS - filled);
      out.printf(
          Locale.ROOT,
          "\r\u001b[K%s [%s] %s  %s",
          title,
          bar,
          counts(),
          TerminalText.shortened(note, NOTE));
      out.flush();
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      out.println(title + " " + counts() + "  " + TerminalText.shortened(note, NOTE));
      out.flush();
    }
  }

  @Override
  public void total(int steps) {
    left.total(steps);
  }

  private String counts() {
    OptionalDouble seconds = left.seconds();
    String eta = seconds.isPresent() ? clock(seconds.getAsDouble()) : "unknown";
    return String.format(Locale.ROOT, "%d/%d, ETA %s", left.done(), left.total(), eta);
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  @Override
  public void close() {
    String took = clock((System.nanoTime() - start) / 1e9);
    String begin = terminal ? "\r\u001b[K" : "";
    out.printf(
        Locale.ROOT, "%s%s: %d of %d in %s%n", begin, title, left.done(), left.total(), took);
    out.flush();
  }
}

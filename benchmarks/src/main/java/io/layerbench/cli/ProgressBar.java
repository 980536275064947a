package io.layerbench.cli;

import io.layerbench.suite.Console;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.util.Locale;

/** A bar with count, estimated time left, and a note; away from a terminal, a line now and then. */
final class ProgressBar implements Console.Bar {

  private static final int CELLS = 20;
  private static final int NOTE = 44;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final String title;
  private final int total;
  private final long start = System.nanoTime();
  private int first = -1;
  private int last = -1;
  private long lastLine = System.nanoTime();

  ProgressBar(PrintWriter out, boolean terminal, String title, int total) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
    this.total = total;
  }

  @Override
  public void at(int done, String note) {
    if (first < 0) {
      first = done;
    }
    last = done;
    if (terminal) {
      int filled = total == 0 ? CELLS : (int) ((long) CELLS * done / total);
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

  private String counts() {
    return String.format(Locale.ROOT, "%d/%d, %s", last, total, left());
  }

  /** From the steps of this invocation alone: what was resumed took no time. */
  private String left() {
    int measured = last - first;
    if (measured <= 0) {
      return "ETA unknown";
    }
    double perStep = (System.nanoTime() - start) / 1e9 / measured;
    return "ETA " + clock(perStep * (total - last));
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  @Override
  public void close() {
    String took = clock((System.nanoTime() - start) / 1e9);
    String begin = terminal ? "\r\u001b[K" : "";
    out.printf(Locale.ROOT, "%s%s: %d of %d in %s%n", begin, title, Math.max(0, last), total, took);
    out.flush();
  }
}

package io.layerbench.cli;

import io.layerbench.suite.Console;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;

/** Talk on standard error: a moving bar on a terminal, plain lines elsewhere. */
final class TerminalConsole implements Console {

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal;

  TerminalConsole(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
    this.terminal = isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  @SuppressWarnings("SystemConsoleNull") // from Java 22 on the console itself is asked
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      // Before Java 22 there is only a console where there is a terminal.
      return true;
    }
  }

  @Override
  public void line(String text) {
    if (!quiet) {
      out.println(TerminalText.plain(text));
      out.flush();
    }
  }

  @Override
  public void warning(String text) {
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    String plain = "WARNING: " + TerminalText.plain(text);
    out.println(colour ? "\u001b[33m" + plain + "\u001b[0m" : plain);
    out.flush();
  }

  @Override
  public Bar bar(String title, int total) {
    return quiet ? new SilentBar() : new ProgressBar(out, terminal, title, total);
  }

  private static final class SilentBar implements Bar {
    @Override
    public void at(int done, String note) {
      // Quiet was asked for.
    }

    @Override
    public void total(int steps) {
      // Quiet was asked for.
    }

    @Override
    public void close() {
      // Nothing was shown.
    }
  }
}

package io.layerbench.base;

/** An error with a message for the user and the exit code that it leads to. */
public abstract sealed class LayerbenchException extends RuntimeException
    permits UsageException,
        NoPlanException,
        EnvironmentException,
        InvalidInputException,
        ChildFailedException {

  private static final long serialVersionUID = 1L;

  /** A hostile name or list of dimensions can have millions of characters. */
  private static final int LONGEST = 4000;

  /** What stands before the second sentence. */
  public static final String MAYBE = "Maybe: ";

  private final int exitCode;
  private final String what;

  /**
   * @param what one sentence: what went wrong, with the values in parentheses; they may come from
   *     hostile files, so it is made safe to print
   * @param maybe one sentence: what the user can do about it
   */
  LayerbenchException(int exitCode, String what, String maybe, Throwable... cause) {
    super(text(PlainText.lines(what), PlainText.of(maybe)));
    this.exitCode = exitCode;
    this.what = PlainText.lines(what);
    if (cause.length > 0) {
      initCause(cause[0]);
    }
  }

  private static String text(String what, String maybe) {
    String sentence = what.length() <= LONGEST ? what : what.substring(0, LONGEST) + "…";
    return maybe.isEmpty() ? sentence : sentence + System.lineSeparator() + MAYBE + maybe;
  }

  /** What went wrong, without what can be done about it. */
  public String what() {
    return what;
  }

  /** The process's exit code, as listed in {@code --help}. */
  public int exitCode() {
    return exitCode;
  }
}

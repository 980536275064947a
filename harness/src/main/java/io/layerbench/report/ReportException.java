package io.layerbench.report;

/**
 * A report that could not be drawn, as on a Java runtime without fonts. The run's other files are
 * whole, and the report can be made from them on another machine.
 */
public final class ReportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception with one sentence for the user. */
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}

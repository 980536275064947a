package io.layerbench.cli;

/** The exit codes that no exception carries; {@code --help} lists all. */
final class ExitCodes {

  static final int OK = 0;
  static final int INTERNAL = 1;
  static final int CASES_FAILED = 3;
  static final int REGRESSION = 4;
  static final int ENVIRONMENT = 5;
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}

package io.layerbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command that reads runs looks for them. */
final class ResultsOption {

  @Option(
      names = "--results",
      defaultValue = "results",
      paramLabel = "DIR",
      description = "Where runs are, and where latest looks. Default: results.")
  private Path results = Path.of("results");

  /** The folder. */
  Path folder() {
    return results;
  }
}

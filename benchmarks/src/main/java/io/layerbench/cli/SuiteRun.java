package io.layerbench.cli;

import io.layerbench.base.UsageException;
import io.layerbench.suite.LatencySuite;
import io.layerbench.suite.LatencySuite.Network;
import io.layerbench.suite.LatencySuiteTable;
import io.layerbench.suite.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Runs the main job on each network of a suite and shows them in one table. */
final class SuiteRun {

  private final LatencySuite suite;
  private final RunArguments arguments;
  private final PrintWriter out;

  /**
   * @param name the suite's name
   * @param arguments the options of every run; the model is set here
   * @throws UsageException for an unknown suite, and for options that belong to one model
   */
  SuiteRun(String name, RunArguments arguments, PrintWriter out) {
    this.suite = LatencySuite.named(name);
    this.arguments = arguments;
    this.out = out;
    check();
  }

  /** The main job on the model that the arguments name. */
  interface MainJob {

    Ended run() throws InterruptedException, IOException;
  }

  /**
   * How it ended.
   *
   * @param outcome null for a dry run
   */
  record Ended(int exitCode, @Nullable Outcome outcome) {}

  private void check() {
    refuse("--model", arguments.modelOptions.model);
    refuse("--data", arguments.modelOptions.data);
    refuse("--data-root", arguments.modelOptions.dataRoot);
    if (!arguments.compareModels.isEmpty()) {
      refuse("--compare-model", arguments.compareModels.get(0));
    }
    if (arguments.sensitivity != null && !arguments.sensitivity.equals("none")) {
      refuse("--sensitivity", arguments.sensitivity);
    }
  }

  private void refuse(String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(
          option
              + " ("
              + value
              + ") with --suite "
              + suite.name()
              + ": a suite has its own models.",
          "leave one of the two out.");
    }
  }

  /**
   * Runs one after the other. Where one is given up, the table shows those that were finished.
   *
   * @return the worst exit code
   */
  int run(MainJob job) throws InterruptedException, IOException {
    LatencySuiteTable table = new LatencySuiteTable(suite.name());
    int worst = ExitCodes.OK;
    try {
      for (Network network : suite.networks()) {
        arguments.modelOptions.model = Path.of(network.model());
        out.println(network.title() + " (" + network.model() + ")");
        out.flush();
        Ended ended = job.run();
        worst = Math.max(worst, ended.exitCode());
        Outcome outcome = ended.outcome();
        if (outcome != null) {
          table.add(network, outcome.folder());
        }
      }
    } finally {
      show(table);
    }
    return worst;
  }

  private void show(LatencySuiteTable table) {
    if (!table.isEmpty()) {
      Path file = table.write();
      out.println();
      table.text().forEach(out::println);
      out.println("Table: " + file);
      out.flush();
    }
  }
}

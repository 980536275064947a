package io.layerbench.cli;

import io.layerbench.base.UsageException;
import io.layerbench.suite.LatencySuite;
import io.layerbench.suite.LatencySuite.Network;
import io.layerbench.suite.LatencySuiteTable;
import io.layerbench.suite.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the main job on each network of a suite and shows them in one table. */
final class SuiteRun {

  private final LatencySuite suite;
  private final RunArguments arguments;
  private final PrintWriter out;
  private final LatencySuiteTable table;
  private final List<Network> missing;
  private boolean shown;

  /**
   * @param name the suite's name
   * @param arguments the options of every run; the model is set here
   * @throws UsageException for an unknown suite, and for options that belong to one model
   */
  SuiteRun(String name, RunArguments arguments, PrintWriter out) {
    this.suite = LatencySuite.named(name);
    this.arguments = arguments;
    this.out = out;
    this.table = new LatencySuiteTable(suite.name());
    this.missing = new ArrayList<>(suite.networks());
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
   * Runs one after the other. Where one is given up or interrupted, the table shows those that were
   * finished.
   *
   * @return the worst exit code
   */
  int run(MainJob job) throws InterruptedException, IOException {
    Thread hook = new Thread(this::interrupted, "suite interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runAll(job);
    } finally {
      show();
      RunCommand.removeHook(hook);
    }
  }

  private int runAll(MainJob job) throws InterruptedException, IOException {
    int worst = ExitCodes.OK;
    for (Network network : suite.networks()) {
      begin(network);
      arguments.modelOptions.model = Path.of(network.model());
      Ended ended = job.run();
      worst = Math.max(worst, ended.exitCode());
      add(network, ended.outcome());
    }
    return worst;
  }

  private synchronized void begin(Network network) {
    missing.remove(network);
    out.println(network.title() + " (" + network.model() + ")");
    out.flush();
  }

  private synchronized void add(Network network, @Nullable Outcome outcome) {
    if (outcome != null) {
      table.add(network, outcome.folder());
    }
  }

  /**
   * Ctrl-C: shows what was finished and how to measure the rest. The run that was being made says
   * itself how to go on with it.
   */
  synchronized void interrupted() {
    show();
    for (Network network : missing) {
      out.printf(
          "Not begun: %s. Measure it with: run --model %s, and the same options.%n",
          network.title(), network.model());
    }
    out.flush();
  }

  private synchronized void show() {
    if (!table.isEmpty() && !shown) {
      shown = true;
      Path file = table.write();
      out.println();
      table.text().forEach(out::println);
      out.println("Table: " + file);
      out.flush();
    }
  }
}

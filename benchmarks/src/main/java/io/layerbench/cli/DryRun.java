package io.layerbench.cli;

import io.layerbench.run.PlanningOptions;
import io.layerbench.run.Sentinels;
import io.layerbench.suite.Job;
import io.layerbench.suite.RunStart;
import io.layerbench.suite.Suite;
import io.layerbench.worker.ModelWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows what a run would measure, in a temporary folder that is gone afterwards. */
final class DryRun {

  /** What a fork takes beside its samples: a JVM, the runtime's library, a session. */
  private static final double FORK_SECONDS = 0.8;

  private final RunArguments arguments;
  private final PlanningOptions planning;
  private final ModelWorker worker;
  private final TerminalConsole console;
  private final PrintWriter out;

  DryRun(
      RunArguments arguments,
      PlanningOptions planning,
      ModelWorker worker,
      TerminalConsole console,
      PrintWriter out) {
    this.arguments = arguments;
    this.planning = planning;
    this.worker = worker;
    this.console = console;
    this.out = out;
  }

  int run() throws IOException {
    Job job = arguments.job(planning);
    Path temporary = TemporaryFolders.create();
    try {
      RunStart start =
          RunStart.begin(
              job, temporary, worker, console, new Announcement(console).draft(job, worker));
      Suite suite =
          new Suite(
              start,
              (item, file, folder) -> {
                throw new IllegalStateException("a dry run times nothing");
              },
              console);
      List<String> cases = suite.plannedCases();
      cases.forEach(out::println);
      int forks = cases.size() * job.options().forks();
      int sentinels = Sentinels.among(forks);
      console.line(
          String.format(
              Locale.ROOT,
              "%d forks, and %d of sentinels between them: at least %.0f s for starting them, and the time of the samples.",
              forks,
              sentinels,
              (forks + sentinels) * FORK_SECONDS));
      console.line("Whole models by other policies come besides, once there is a ranking.");
      out.flush();
      return ExitCodes.OK;
    } finally {
      TemporaryFolders.delete(temporary);
    }
  }
}

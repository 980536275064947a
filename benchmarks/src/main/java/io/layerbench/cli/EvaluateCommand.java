package io.layerbench.cli;

import io.layerbench.benchmarks.JmhForkTimer;
import io.layerbench.ranking.Plan;
import io.layerbench.ranking.PlanJson;
import io.layerbench.run.DeviceLock;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunOptions;
import io.layerbench.suite.Job;
import io.layerbench.suite.Outcome;
import io.layerbench.suite.RunStart;
import io.layerbench.suite.Suite;
import io.layerbench.suite.TerminalText;
import io.layerbench.worker.BackendWorkers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds and measures a plan. */
@Command(
    name = "evaluate",
    description =
        "Builds the mixed model of any plan.json, also one edited by hand or from another device, and measures it.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private RunArguments arguments = new RunArguments();

  @Option(names = "--plan", required = true, paramLabel = "FILE", description = "A plan.json.")
  private Path plan = Path.of("plan.json");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TerminalConsole console = new TerminalConsole(spec.commandLine().getErr(), arguments.quiet);
    Plan wanted = PlanJson.read(plan);
    Path temporary = TemporaryFolders.create();
    try (BackendWorkers worker = new BackendWorkers(temporary);
        DeviceLock lock = arguments.lockDevice()) {
      Job job = arguments.job(PlanningOptions.defaults());
      RunStart start =
          RunStart.begin(
              job, arguments.output, worker, console, new Announcement(console).draft(job, worker));
      start.forbidResuming();
      RunOptions options = job.options();
      JmhForkTimer timer =
          new JmhForkTimer(
              new JmhForkTimer.Settings(
                  options.model(),
                  options.iterations(),
                  options.warmup(),
                  options.threads(),
                  arguments.forkLimit(),
                  start.record().energyDomains()));
      Outcome outcome =
          new Suite(start, new SharedDeviceTimer(timer, lock, start), console).evaluate(wanted);
      out.print(Files.readString(outcome.folder().file("evaluation.csv")));
      out.println(TerminalText.plain(outcome.verdict()));
      out.println("Report: " + outcome.folder().file("report.html"));
      out.flush();
      return outcome.failedCases() > 0 ? ExitCodes.CASES_FAILED : ExitCodes.OK;
    } finally {
      TemporaryFolders.delete(temporary);
    }
  }
}

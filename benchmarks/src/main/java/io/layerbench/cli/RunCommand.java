package io.layerbench.cli;

import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.benchmarks.JmhForkTimer;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.device.ConditionsReader;
import io.layerbench.run.DeviceLock;
import io.layerbench.run.ForkTimer;
import io.layerbench.run.ResumeFile;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.suite.Job;
import io.layerbench.suite.JobFiles;
import io.layerbench.suite.Outcome;
import io.layerbench.suite.RunStart;
import io.layerbench.suite.Suite;
import io.layerbench.suite.TerminalText;
import io.layerbench.worker.BackendWorkers;
import io.layerbench.worker.ModelWorker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job. */
@Command(
    name = "run",
    description =
        "Measures every layer, ranks, plans, builds the mixed model and reports (the default command).",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final long SHUTDOWN_MILLIS = 1_000;

  @Mixin private RunArguments arguments;
  @Mixin private PlanningArguments planning = new PlanningArguments();
  @Mixin private GpuNativesOption natives = new GpuNativesOption();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Measure only what an interrupted run lacks: its folder, or latest.")
  private @Nullable String resume;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description =
          "Measure built-in networks one after the other: reference (ResNet-18 and MobileNetV2, seeded weights, no accuracy).")
  private @Nullable String suite;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description =
          "For the layers' rounds, e.g. 90s, 5m, 1h: at most that long, and beyond --forks until the ranking is stable. Default: exactly --forks.")
  void limitTime(@Nullable String limit) {
    arguments.timeLimit = limit;
  }

  @Option(
      names = "--strict",
      description =
          "Exit with 5 where others take of this machine: CPU pressure, load, steal, throttling. Default: warn.")
  private boolean strict;

  @Option(names = "--dry-run", description = "Show the cases and measure nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  RunCommand() {
    arguments = new RunArguments();
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    natives.applyExisting();
    PrintWriter out = spec.commandLine().getOut();
    TerminalConsole console = new TerminalConsole(spec.commandLine().getErr(), arguments.quiet);
    if (suite == null) {
      return once(console, out).exitCode();
    }
    if (resume != null) {
      throw new UsageException(
          "--resume (" + resume + ") with --suite (" + suite + ").",
          "resume the interrupted run by its folder, without --suite.");
    }
    return new SuiteRun(suite, arguments, out).run(() -> once(console, out));
  }

  private SuiteRun.Ended once(TerminalConsole console, PrintWriter out)
      throws InterruptedException, IOException {
    Path temporary = TemporaryFolders.create();
    try (BackendWorkers worker = new BackendWorkers(temporary)) {
      if (dryRun) {
        return new SuiteRun.Ended(
            new DryRun(arguments, planning.options().withUsualDrop(), worker, console, out).run(),
            null);
      }
      try (DeviceLock lock = arguments.lockDevice()) {
        if (strict) {
          StrictMachine.check(new ConditionsReader().read().warnings());
        }
        RunStart start = resume == null ? begin(worker, console) : resumed(worker, console);
        Outcome outcome = run(start, lock, console);
        return new SuiteRun.Ended(finish(outcome, out), outcome);
      }
    } finally {
      TemporaryFolders.delete(temporary);
    }
  }

  private RunStart begin(ModelWorker worker, TerminalConsole console) {
    Job job = arguments.job(planning.options().withUsualDrop());
    return RunStart.begin(
        job, arguments.output, worker, console, new Announcement(console).draft(job, worker));
  }

  private RunStart resumed(ModelWorker worker, TerminalConsole console) throws IOException {
    RunFolder folder = Runs.find(Objects.requireNonNull(resume), arguments.output);
    RunRecord record = folder.readRecord();
    if (!Files.exists(folder.file(ResumeFile.NAME))) {
      throw new UsageException(
          record.termination() == Termination.NORMAL
              ? "The run " + folder.path() + " is finished: there is nothing to resume."
              : "The run "
                  + folder.path()
                  + " cannot be resumed: it has no "
                  + ResumeFile.NAME
                  + ".",
          "`report` makes a report of what is there; `run` starts anew.");
    }
    console.line("Resuming " + folder.path());
    return RunStart.resume(job(folder, record.options()), folder, worker, console);
  }

  private Job job(RunFolder folder, RunOptions options) {
    JobFiles files = JobFiles.of(Json.read(folder.file(ResumeFile.NAME), ResumeFile.class));
    if (BuiltinModels.isName(options.model())) {
      // Its files were unpacked for the process that was interrupted.
      ModelOptions.ModelFiles builtin = ModelOptions.builtin(options.model());
      return new Job(files.withModel(builtin.model(), builtin.data()), options);
    }
    return new Job(files, options);
  }

  private Outcome run(RunStart start, DeviceLock lock, TerminalConsole console)
      throws InterruptedException {
    RunOptions options = start.record().options();
    ForkTimer timer =
        new JmhForkTimer(
            new JmhForkTimer.Settings(
                options.model(),
                options.iterations(),
                options.warmup(),
                options.threads(),
                arguments.forkLimit(),
                start.record().energyDomains()));
    Thread hook =
        new Thread(
            () -> {
              start.interrupted();
              console.line("");
              console.line("Interrupted. Go on with: run --resume " + start.folder().path());
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      ForkTimer watched = new SharedDeviceTimer(timer, lock, start);
      return new Suite(start, unlessInterrupted(watched, start), console).run();
    } finally {
      removeHook(hook);
    }
  }

  /** A Ctrl-C also reaches the fork that is running: that it fails then is no result. */
  private static ForkTimer unlessInterrupted(ForkTimer timer, RunStart start) {
    return (item, caseFile, folder) -> {
      Timing timing = timer.time(item, caseFile, folder);
      if (!timing.succeeded()) {
        // The fork dies of it sooner than this process begins to end.
        Thread.sleep(SHUTDOWN_MILLIS);
        if (start.record().termination() == Termination.INTERRUPTED) {
          throw new InterruptedException();
        }
      }
      return timing;
    };
  }

  static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is being interrupted: the hook is at work already.
      Thread.currentThread().interrupt();
    }
  }

  private static int finish(Outcome outcome, PrintWriter out) {
    out.println(TerminalText.plain(outcome.verdict()));
    if (outcome.reportFailure().isEmpty()) {
      out.println(TerminalText.plain("Report: " + outcome.folder().file("report.html")));
    } else {
      out.println("No report could be drawn here: " + TerminalText.plain(outcome.reportFailure()));
      out.println(
          TerminalText.plain(
              "Copy the folder to another machine and run: report " + outcome.folder().path()));
    }
    out.flush();
    if (outcome.failedCases() > 0) {
      out.println(outcome.failedCases() + " case(s) failed; the report says why.");
      out.flush();
      return ExitCodes.CASES_FAILED;
    }
    return ExitCodes.OK;
  }
}

package io.layerbench.benchmarks;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.ForkSettings;
import io.layerbench.backend.Kernel;
import io.layerbench.backend.OrtProfile;
import io.layerbench.device.EnergyDomain;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.ForkTimer;
import io.layerbench.run.MemoryUse;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.RunFolder;
import io.layerbench.run.SafeNames;
import io.layerbench.run.Timing;
import io.layerbench.worker.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times a fork with JMH. JMH runs one fork of one case at a time and is told to fail on errors,
 * since otherwise it hides what crashed and writes its results only at the very end.
 */
public final class JmhForkTimer implements ForkTimer {

  private final Settings settings;

  /**
   * How every fork is run.
   *
   * @param model what JMH's own results call the model
   * @param iterations K
   * @param warmup runs before the samples
   * @param threads intra-operator threads
   * @param limit how long a fork may take before it counts as hung
   * @param energy where the first fork of a case measures its energy, too
   */
  public record Settings(
      String model,
      int iterations,
      int warmup,
      int threads,
      Duration limit,
      Set<EnergyDomain> energy) {

    public Settings {
      energy = Set.copyOf(energy);
    }
  }

  public JmhForkTimer(Settings settings) {
    this.settings = settings;
    // JMH's lock is as wide as the temporary folder: it neither stops a run that has another one,
    // nor is a run that
    // shares it always a neighbour on the same cores. Contention is measured and said instead.
    System.setProperty("jmh.ignoreLock", "true");
    // Asks a JVM of its own, before every fork, about black holes that no benchmark here uses.
    System.setProperty("jmh.blackhole.autoDetect", "false");
  }

  @Override
  public Timing time(PlannedFork item, Path caseFile, RunFolder folder)
      throws InterruptedException {
    ChildCommand.checkUnchanged();
    BenchmarkCase benchmarkCase = item.benchmarkCase();
    String name =
        SafeNames.of(benchmarkCase.id())
            + "-fork"
            + item.fork()
            + (item.attempt() == 0 ? "" : "-again");
    Path log = folder.logs().resolve(name + ".log");
    Path findings = folder.work().resolve(name + ".findings");
    Path json = folder.work().resolve(name + ".json");
    try (ForkWatchdog watchdog = ForkWatchdog.start(settings.limit())) {
      try {
        Collection<RunResult> results =
            new Runner(options(item, caseFile, findings, log, json).build()).run();
        Timing timing = success(item, samples(results), Findings.read(findings));
        Files.move(json, folder.jmh().resolve(name + ".json"), StandardCopyOption.REPLACE_EXISTING);
        deleteQuietly(log, findings);
        return timing;
      } catch (RunnerException | IOException | RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        deleteQuietly(json, findings);
        String reason = ForkFailure.reason(e, log, watchdog.fired() ? settings.limit() : null);
        return Timing.failed(
            item, reason, folder.path().relativize(log).toString().replace('\\', '/'));
      }
    }
  }

  private ChainedOptionsBuilder options(
      PlannedFork item, Path caseFile, Path findings, Path log, Path json) {
    BenchmarkCase benchmarkCase = item.benchmarkCase();
    Backend backend = Backends.named(benchmarkCase.backend());
    ForkSettings fork = backend.forkSettings(relative(findings.resolveSibling("natives")));
    List<String> jvm = new ArrayList<>(fork.jvmArguments());
    jvm.add("-D" + CaseState.CASE_PROPERTY + "=" + relative(caseFile));
    jvm.add("-D" + CaseState.FINDINGS_PROPERTY + "=" + relative(findings));
    // Only whole models are compared by what they take, and each such fork lasts the longer for it.
    jvm.add("-D" + CaseState.LOAD_PROPERTY + "=" + (benchmarkCase.kind() == CaseKind.MODEL));
    jvm.add("-D" + CaseState.ENERGY_PROPERTY + "=" + measuresEnergy(item, backend));
    jvm.add("-XX:ErrorFile=" + relative(log) + ".hs_err");
    jvm.add("-XX:+UseSerialGC");
    jvm.add("-Djava.awt.headless=true");
    // A crash is in the log; a dump of the whole memory would only fill the disk.
    jvm.add("-XX:-CreateCoredumpOnCrash");
    ChainedOptionsBuilder builder = new OptionsBuilder();
    Map<String, String> variables = fork.environment();
    if (!variables.isEmpty() && ForkEnvironment.isPossible()) {
      builder.addProfiler(ForkEnvironment.class, ForkEnvironment.line(variables));
    }
    return builder
        .include("^" + LayerBenchmark.class.getName().replace(".", "\\.") + "\\.run$")
        .forks(1)
        .warmupIterations(settings.warmup())
        .measurementIterations(settings.iterations())
        .param("model", settings.model())
        .param("layer", benchmarkCase.kind() == CaseKind.MODEL ? "*" : benchmarkCase.subject())
        .param("precision", benchmarkCase.variant())
        .param("backend", benchmarkCase.backend())
        .param("threads", String.valueOf(settings.threads()))
        .jvmArgsAppend(jvm.toArray(new String[0]))
        .verbosity(VerboseMode.NORMAL)
        .output(log.toString())
        .resultFormat(ResultFormatType.JSON)
        .result(json.toString())
        .shouldFailOnError(true);
  }

  /** Once per case: a second in each fork would be much, and the mean over it is steady enough. */
  private boolean measuresEnergy(PlannedFork item, Backend backend) {
    return item.fork() == 0
        && item.benchmarkCase().kind() != CaseKind.SENTINEL
        && settings.energy().contains(backend.energyDomain());
  }

  /** Relative where it can be: these arguments end up in JMH's own results, which are published. */
  private static Path relative(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }

  /** All K samples of the one fork, compared with what was planned. */
  private List<Long> samples(Collection<RunResult> results) {
    List<Long> samples = new ArrayList<>();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      if (params.getForks() != 1) {
        throw new IllegalStateException("JMH ran (" + params.getForks() + ") forks instead of 1");
      }
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        for (IterationResult iteration : fork.getIterationResults()) {
          samples.add(Math.round(iteration.getPrimaryResult().getScore()));
        }
      }
    }
    if (samples.size() != settings.iterations()) {
      throw new MissingSamplesException(samples.size(), settings.iterations());
    }
    return samples;
  }

  private static Timing success(PlannedFork item, List<Long> samples, Findings findings)
      throws IOException {
    BenchmarkCase benchmarkCase = item.benchmarkCase();
    List<Kernel> kernels = OrtProfile.kernels(findings.profile());
    Files.deleteIfExists(findings.profile());
    String emulated =
        Execution.emulated(
            benchmarkCase.variant(),
            Backends.named(benchmarkCase.backend()).capabilities().fp16(),
            kernels);
    return new Timing(
        benchmarkCase.id(),
        benchmarkCase.kind(),
        benchmarkCase.subject(),
        benchmarkCase.backend(),
        benchmarkCase.variant(),
        item.fork(),
        item.attempt(),
        item.sequence(),
        samples,
        findings.repeats(),
        findings.callNanos(),
        emulated,
        kernels,
        new MemoryUse(findings.sessionBytes(), findings.resolutionBytes()),
        findings.process(),
        null,
        findings.sampledWaitPercent(),
        null,
        item.remeasures(),
        findings.output(),
        null,
        null);
  }

  private static void deleteQuietly(Path... files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // A left-over file in the run's own folder harms nobody, and a finished case must not be
        // lost for it.
        file.toFile().deleteOnExit();
      }
    }
  }
}

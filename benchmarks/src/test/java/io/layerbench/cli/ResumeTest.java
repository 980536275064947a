package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.AtomicFiles;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.Policy;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.suite.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at random moments and taken up again end like an unbroken one. */
class ResumeTest {

  private static final long SEED = 20260301;
  private static final int MOST_DELAY_MILLIS = 900;

  private final Random random = new Random(SEED);

  @Test
  void endsWithTheSameCasesHoweverOftenItIsKilled(@TempDir Path folder) throws Exception {
    SharedRun unbroken = SharedRun.get();
    RunFolder whole = RunFiles.only(unbroken.results());
    int forks = settled(RunFiles.journalled(whole)).size();
    Path results = folder.resolve("results");
    Object[] first = SharedRun.options(unbroken.model(), results).toArray();

    kill(Cli.start(folder, Map.of(), first), results, 0);
    assertThat(RunFiles.only(results).readRecord().termination()).isEqualTo(Termination.UNFINISHED);
    kill(resume(folder, results), results, forks / 4);
    tear(RunFiles.only(results));
    interrupt(resume(folder, results), results, forks / 2);
    kill(resume(folder, results), results, forks);
    Cli.Result last;
    try (Cli.Running running = resume(folder, results)) {
      last = running.await();
      assertThat(running.leftInTheEnd()).isEmpty();
    }

    assertThat(last.exitCode()).as(last.text()).isZero();
    RunFolder broken = RunFiles.only(results);
    assertThat(settled(RunFiles.journalled(broken)))
        .containsExactlyInAnyOrderElementsOf(settled(RunFiles.journalled(whole)));
    assertThat(settled(broken.readRecord().plannedCases()))
        .isEqualTo(settled(whole.readRecord().plannedCases()));
    assertThat(RunFiles.journalled(broken))
        .as("all of the methods' models, too")
        .hasSize(2 * broken.readRecord().plannedCases().size());
    assertThat(broken.readRecord().termination()).isEqualTo(Termination.NORMAL);
    assertThat(RunLoader.timings(broken))
        .allSatisfy(timing -> assertThat(timing.samplesNanos()).hasSize(3));
    assertThat(RunLoader.timings(broken).stream().map(Timing::sequence))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(settled(names(broken))).isEqualTo(settled(names(whole)));
  }

  /** Without the other methods: which of them are models of their own depends on the times. */
  private static List<String> settled(List<String> names) {
    return names.stream()
        .filter(
            name ->
                Policies.all().stream()
                    .map(Policy::name)
                    .noneMatch(
                        policy ->
                            name.contains("cpu/" + policy + "/model")
                                || name.endsWith("models/" + policy + ".onnx")
                                || name.matches("jmh/.*" + Pattern.quote(policy) + ".*model.*")))
        .toList();
  }

  private static Cli.Running resume(Path folder, Path results) throws IOException {
    return Cli.start(folder, Map.of(), "run", "--resume", "latest", "--output", results);
  }

  /** Kills it some random time after that many forks are done, as kill -9 does. */
  private void kill(Cli.Running running, Path results, int forks) throws Exception {
    try (running) {
      waitFor(running, results, forks);
      running.process().destroyForcibly().waitFor();
      assertThat(running.leftInTheEnd()).as("orphans").isEmpty();
    }
  }

  /** Ctrl-C in a terminal reaches the program and all that it started. */
  private void interrupt(Cli.Running running, Path results, int forks) throws Exception {
    try (running) {
      waitFor(running, results, forks);
      running.interruptAll();
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isEqualTo(Cli.HEARS_INTERRUPTS ? 130 : 143);
      assertThat(result.err()).contains("Go on with: run --resume");
      assertThat(running.leftInTheEnd()).as("orphans").isEmpty();
    }
    RunFolder run = RunFiles.only(results);
    assertThat(run.readRecord().termination()).isEqualTo(Termination.INTERRUPTED);
    assertThat(RunLoader.timings(run)).allMatch(Timing::succeeded);
  }

  private void waitFor(Cli.Running running, Path results, int forks) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (lines(results) < forks) {
      assertThat(running.process().isAlive()).as(Files.readString(running.err())).isTrue();
      assertThat(System.nanoTime()).as("still waiting for %d forks", forks).isLessThan(end);
      Thread.sleep(20);
    }
    Thread.sleep(random.nextInt(MOST_DELAY_MILLIS));
  }

  /** How many forks are done; -1 before there is a run. */
  private static long lines(Path results) throws IOException {
    List<Path> runs = Runs.all(results);
    if (runs.isEmpty()) {
      return -1;
    }
    Path journal = runs.get(0).resolve("timings.jsonl");
    return Files.exists(journal)
        ? Files.readString(journal).chars().filter(c -> c == '\n').count()
        : 0;
  }

  /** What a power cut may leave: half a line, and a file that was not moved into place. */
  private static void tear(RunFolder run) throws IOException {
    Files.writeString(
        run.file("timings.jsonl"), "{\"case_id\":\"cpu/fp32/la", StandardOpenOption.APPEND);
    Files.writeString(run.file("ranking.csv" + AtomicFiles.SUFFIX), "rank,lay");
  }

  /**
   * Without those of second attempts and of sentinels, which depend on what else the machine does.
   */
  private static List<String> names(RunFolder run) throws IOException {
    try (Stream<Path> files = Files.walk(run.path())) {
      return files
          .map(file -> run.path().relativize(file).toString())
          .filter(name -> !name.contains("-again.") && !name.contains("sentinel"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aFinishedRunHasNothingToResume() throws Exception {
    RunFolder run = RunFiles.only(SharedRun.get().results());
    Map<String, String> before = RunFiles.content(run.path());
    Cli.Result result = Cli.here("run", "--resume", run.path());
    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("is finished").doesNotContain("\tat ");
    assertThat(RunFiles.content(run.path())).isEqualTo(before);
  }

  @Test
  void aChangedModelIsNotMeasuredOn(@TempDir Path folder) throws Exception {
    SharedRun shared = SharedRun.get();
    Path results = folder.resolve("results");
    Path model = folder.resolve("mlp.onnx");
    Files.copy(shared.model(), model);
    Object[] arguments = SharedRun.options(model, results).toArray();
    kill(Cli.start(folder, Map.of(), arguments), results, 0);
    Files.write(
        model,
        io.layerbench.onnx.TestModels.lstm().toBytes(),
        StandardOpenOption.TRUNCATE_EXISTING);
    Cli.Result result = Cli.here("run", "--resume", "latest", "--output", results);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("The model has changed since the run began");
    Files.delete(model);
    assertThat(Cli.here("run", "--resume", "latest", "--output", results).exitCode()).isEqualTo(6);
  }

  @Test
  void whatIsNoRunCannotBeResumed(@TempDir Path folder) {
    assertThat(Cli.here("run", "--resume", folder).exitCode()).isEqualTo(6);
    assertThat(Cli.here("run", "--resume", "latest", "--output", folder).exitCode()).isEqualTo(6);
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.check.CheckResult;
import io.layerbench.check.RunCheck;
import io.layerbench.run.ResumeFile;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the program or of one of its children, at random moments of real runs: {@value #USUAL}
 * of them, or as many as the property {@value #KILLS} says.
 */
class RandomKillsTest {

  private static final String KILLS = "layerbench.kills";
  private static final String JOURNAL = "timings.jsonl";
  private static final int USUAL = 10;
  private static final long SEED = 20261127;
  private static final int MOST_DELAY_MILLIS = 7000;

  private final Random random = new Random(SEED);
  private final Path folder;
  private int parents;
  private int children;
  private int runs;

  RandomKillsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyRunEndsWithAllItsCases() throws Exception {
    int kills = Integer.getInteger(KILLS, USUAL);
    while (parents + children < kills) {
      runs++;
      oneRun(folder.resolve("results" + runs), kills);
    }
    System.out.printf(
        "Killed at random moments: %d parents and %d children in %d runs%n",
        parents, children, runs);
  }

  /** Kills and resumes it until it is finished. */
  private void oneRun(Path results, int kills) throws Exception {
    List<String> finished = List.of();
    while (!isFinished(results)) {
      try (Cli.Running running = started(results)) {
        if (parents + children < kills) {
          kill(running);
        }
        Cli.Result result = running.await();
        assertThat(result.err())
            .as(result.text())
            .doesNotContain("Internal error", "\tat ", "Exception in thread");
        assertThat(result.exitCode()).as(result.text()).isIn(0, 3, 5, 137);
        assertThat(running.leftInTheEnd()).as("orphans").isEmpty();
      }
      List<String> now = journalled(results);
      assertThat(now.size()).isGreaterThanOrEqualTo(finished.size());
      assertThat(now.subList(0, finished.size())).as("what was finished").isEqualTo(finished);
      finished = now;
    }
    RunFolder run = RunFiles.only(results);
    assertThat(run.readRecord().termination()).isEqualTo(Termination.NORMAL);
    assertThat(RunFiles.journalled(run))
        .as("each case with both forks")
        .doesNotHaveDuplicates()
        .hasSize(2 * run.readRecord().plannedCases().size());
    assertThat(RunCheck.of(run)).allMatch(CheckResult::passed);
  }

  private Cli.Running started(Path results) throws Exception {
    return run(results) == null
        ? Cli.start(folder, Map.of(), SharedRun.options(SharedRun.get().model(), results).toArray())
        : Cli.start(folder, Map.of(), "run", "--resume", "latest", "--output", results);
  }

  /** After a random time, half of the time the program and else one of its children. */
  private void kill(Cli.Running running) throws Exception {
    if (running.process().waitFor(random.nextInt(MOST_DELAY_MILLIS), TimeUnit.MILLISECONDS)) {
      return;
    }
    List<ProcessHandle> started = running.process().descendants().toList();
    if (random.nextBoolean() && !started.isEmpty()) {
      if (started.get(random.nextInt(started.size())).destroyForcibly()) {
        children++;
      }
    } else {
      running.process().destroyForcibly();
      parents++;
    }
  }

  private static boolean isFinished(Path results) throws IOException {
    RunFolder run = run(results);
    return run != null && !Files.exists(run.file(ResumeFile.NAME));
  }

  private static @Nullable RunFolder run(Path results) {
    return Runs.all(results).isEmpty() ? null : RunFiles.only(results);
  }

  /** The finished lines as they are in the file, in their order. */
  private static List<String> journalled(Path results) throws IOException {
    RunFolder run = run(results);
    if (run == null || !Files.exists(run.file(JOURNAL))) {
      return List.of();
    }
    String text = Files.readString(run.file(JOURNAL));
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }
}

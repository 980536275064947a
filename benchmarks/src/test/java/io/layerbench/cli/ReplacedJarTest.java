package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.run.RunFolder;
import io.layerbench.run.Termination;
import io.layerbench.worker.ChildCommand;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar of the program is replaced in the middle of a run, as an update would. */
class ReplacedJarTest {

  private static final long LIMIT_MINUTES = 3;

  @Test
  void theRunStopsAndGoesOnWithTheSameProgram(@TempDir Path folder) throws Exception {
    SharedRun shared = SharedRun.get();
    Path results = folder.resolve("results");
    Path jar = Files.copy(picocli(), folder.resolve("picocli.jar"));
    String classPath =
        Arrays.stream(ChildCommand.classPath().split(File.pathSeparator, -1))
            .map(one -> one.equals(picocli().toString()) ? jar.toString() : one)
            .collect(Collectors.joining(File.pathSeparator));
    Object[] arguments = SharedRun.options(shared.model(), results).toArray();
    List<String> finished;
    try (Cli.Running running = Cli.start(classPath, folder, Map.of(), arguments)) {
      waitForForks(running, results);
      replace(jar);
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isEqualTo(5);
      assertThat(result.err())
          .contains("The program was replaced while it ran", "run --resume")
          .doesNotContain("Internal error");
      assertThat(running.leftInTheEnd()).isEmpty();
      finished = RunFiles.journalled(RunFiles.only(results));
    }
    Cli.Result rest = Cli.child(folder, "run", "--resume", "latest", "--output", results);
    assertThat(rest.exitCode()).as(rest.text()).isZero();
    RunFolder run = RunFiles.only(results);
    assertThat(run.readRecord().termination()).isEqualTo(Termination.NORMAL);
    // Forks that others disturbed are measured again, and stand where they were.
    assertThat(RunFiles.journalled(run)).doesNotHaveDuplicates().containsAll(finished);
  }

  private static Path picocli() {
    return Arrays.stream(ChildCommand.classPath().split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(one -> String.valueOf(one.getFileName()).startsWith("picocli-"))
        .findFirst()
        .orElseThrow();
  }

  private static void waitForForks(Cli.Running running, Path results) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES);
    while (Runs.all(results).isEmpty()
        || !Files.exists(Runs.all(results).get(0).resolve("timings.jsonl"))) {
      assertThat(running.process().isAlive()).as(Files.readString(running.err())).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** As an installer does: the new file takes the old one's place, whose open handles stay good. */
  private static void replace(Path jar) throws Exception {
    Path other = Files.copy(jar, jar.resolveSibling("other.jar"));
    Files.move(other, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

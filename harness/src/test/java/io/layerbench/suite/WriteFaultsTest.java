package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.LayerbenchException;
import io.layerbench.check.CheckResult;
import io.layerbench.check.RunCheck;
import io.layerbench.onnx.TestModels;
import io.layerbench.run.ResumeFile;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.suite.FaultyFiles.Fault;
import io.layerbench.worker.ModelWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run in which the n-th change of a file fails, for n = 1, 2, 3 and so on: by an error, on
 * a full disk, and as where the process is killed. Whatever n is, nothing that was finished is lost
 * and what is taken up again ends like an unbroken run.
 */
class WriteFaultsTest {

  /** Every n up to that; behind it, unless all are asked for, one in {@link #STEP}. */
  private static final int FIRST = 12;

  private static final int STEP = 29;

  private static final String ALL = "layerbench.faults.all";

  private final Path folder;
  private final ModelWorker worker = new RememberingWorker();

  WriteFaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theNthChangeFails() throws Exception {
    FaultyFiles sound = new FaultyFiles(Fault.ERROR, Integer.MAX_VALUE);
    InstantRun whole = run();
    whole.begin(sound.faulty(folder.resolve("whole")));
    List<String> expected = settled(keys(InstantRun.only(folder.resolve("whole"))));
    assertThat(sound.changes()).isGreaterThan(200);
    List<String> escapes = new ArrayList<>();
    int tried = 0;
    for (int n = 1; n <= sound.changes(); n += step(n)) {
      for (Fault fault : Fault.values()) {
        tried++;
        try {
          broken(fault, n, expected);
        } catch (AssertionError | RuntimeException e) {
          escapes.add("%s at change %d: %s".formatted(fault, n, e));
        }
      }
    }
    assertThat(escapes).isEmpty();
    System.out.println("Write faults tried: " + tried + " in a run of " + sound.changes());
  }

  private static int step(int n) {
    return n < FIRST || Boolean.getBoolean(ALL) ? 1 : STEP;
  }

  private void broken(Fault fault, int n, List<String> expected) throws Exception {
    String name = fault + " at change " + n;
    Path results = Files.createDirectories(folder.resolve(fault + "-" + n));
    InstantRun first = run();
    end(name, fault, () -> first.begin(faulty(results, fault, n)));
    RunFolder left = left(results);
    InstantRun rest = run();
    if (left == null) {
      assertThat(first.timed()).as(name).isEmpty();
      rest.begin(results);
    } else if (Files.exists(left.file(ResumeFile.NAME))) {
      Set<String> finished = new HashSet<>(keys(left));
      assertThat(first.timed().size() - finished.size()).as(name).isBetween(0, 1);
      rest.resume(RunFolder.open(left.path()));
      assertThat(rest.timed()).as(name).noneMatch(finished::contains);
    }
    RunFolder run = InstantRun.only(results);
    assertThat(settled(keys(run))).as(name).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(run.readRecord().termination()).as(name).isEqualTo(Termination.NORMAL);
    assertThat(RunCheck.of(run)).as(name).allMatch(CheckResult::passed);
  }

  private @Nullable FaultyFiles files;

  private Path faulty(Path results, Fault fault, int n) {
    FaultyFiles made = new FaultyFiles(fault, n);
    files = made;
    return made.faulty(results);
  }

  private interface Broken {
    void run() throws InterruptedException, IOException;
  }

  /** How it ends: well, where the fault does not matter, or with a sentence for the user. */
  private void end(String name, Fault fault, Broken run) throws Exception {
    try {
      run.run();
    } catch (LayerbenchException e) {
      assertThat(fault).as(name).isNotEqualTo(Fault.KILLED);
      assertThat(e.getMessage())
          .as(name)
          .contains(fault == Fault.FULL ? "No space left on device" : "Input/output error")
          .doesNotContain("Exception");
    } catch (FaultyFiles.Killed e) {
      assertThat(fault).as(name).isEqualTo(Fault.KILLED);
    } finally {
      if (files != null) {
        files.endProcess();
      }
    }
  }

  private InstantRun run() throws IOException {
    return new InstantRun(
        folder.resolve("model.onnx"), TestModels.mlp(), InstantRun.options(2, 3), worker);
  }

  /** The run that can be gone on with; null where there is none yet. */
  private static @Nullable RunFolder left(Path results) throws IOException {
    return InstantRun.runs(results).stream().findFirst().orElse(null);
  }

  /** Without sentinels and second attempts, which depend on what else the machine does. */
  private static List<String> settled(List<String> keys) {
    return keys.stream().filter(key -> key.endsWith(".0") && !key.contains("/sentinel")).toList();
  }

  private static List<String> keys(RunFolder run) throws IOException {
    List<String> keys = new ArrayList<>();
    for (Timing one : run.journal().read()) {
      keys.add(InstantRun.key(one.benchmarkCase(), one.fork(), one.attempt()));
    }
    return keys;
  }
}

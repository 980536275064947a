package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.check.CheckResult;
import io.layerbench.check.RunCheck;
import io.layerbench.onnx.TestModels;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Termination;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that is set back in mid-run, by decades. What is measured knows no wall clock. */
class WallClockTest {

  private static final String LATER = "2099-01-01T00:00:00Z";

  private final Path folder;

  WallClockTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aRunThatStartedInTheFutureIsFinishedToday() throws Exception {
    InstantRun run =
        new InstantRun(
            folder.resolve("model.onnx"),
            TestModels.mlp(),
            InstantRun.options(2, 3),
            new RememberingWorker());
    FaultyFiles files = new FaultyFiles(FaultyFiles.Fault.KILLED, 200);
    Path results = Files.createDirectories(folder.resolve("results"));
    try {
      run.begin(files.faulty(results));
    } catch (FaultyFiles.Killed e) {
      files.endProcess();
    }
    RunFolder broken = InstantRun.only(results);
    int timed = run.timed().size();
    assertThat(timed).isPositive();
    Path record = broken.file("run.json");
    String started = broken.readRecord().startedUtc();
    Files.writeString(record, Files.readString(record).replace(started, LATER));

    run.resume(RunFolder.open(broken.path()));

    RunFolder whole = InstantRun.only(results);
    assertThat(whole.readRecord().startedUtc()).isEqualTo(LATER);
    assertThat(whole.readRecord().finishedUtc()).isNotNull().isLessThan(LATER);
    assertThat(whole.readRecord().termination()).isEqualTo(Termination.NORMAL);
    assertThat(run.timed()).doesNotHaveDuplicates();
    assertThat(RunCheck.of(whole)).allMatch(CheckResult::passed);
    assertThat(Files.readString(whole.file("report.html"))).contains(LATER);
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.run.DeviceLock;
import io.layerbench.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that measure at the same time, on one device, in one results folder, on one run. */
class SharedDeviceTest {

  private final Path folder;
  private final Path results;

  SharedDeviceTest(@TempDir Path folder) {
    this.folder = folder;
    this.results = folder.resolve("results");
  }

  private Cli.Running start(Path locks, Object... arguments) throws Exception {
    return Cli.start(folder, Map.of(DeviceLock.VARIABLE, locks.toString()), arguments);
  }

  private Object[] run(Object... more) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(SharedRun.options(SharedRun.get().model(), results));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  private Path locks(String name) throws Exception {
    return Files.createDirectory(folder.resolve(name));
  }

  @Test
  void theSecondRunOnADeviceIsRefusedOrMarksBoth() throws Exception {
    Path locks = locks("locks");
    try (Cli.Running running = start(locks, run())) {
      running.awaitFork(results);
      try (Cli.Running refused = start(locks, run())) {
        Cli.Result result = refused.await();
        assertThat(result.exitCode()).as(result.text()).isEqualTo(5);
        assertThat(result.err())
            .contains("Another run is measuring on this device (process ")
            .contains(String.valueOf(running.process().pid()), "--shared-device");
        assertThat(Runs.all(results)).hasSize(1);
      }
      try (Cli.Running sharing = start(locks, run("--shared-device"))) {
        Cli.Result result = sharing.await();
        assertThat(result.exitCode()).as(result.text()).isZero();
      }
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isZero();
    }
    assertThat(Runs.all(results)).hasSize(2);
    for (Path one : Runs.all(results)) {
      RunFolder run = RunFolder.open(one);
      assertThat(run.readRecord().warnings())
          .anySatisfy(warning -> assertThat(warning).startsWith("Shared device: another run"));
      assertThat(Files.readString(run.file("report.html"))).contains("Shared device: another run");
      Cli.ok("check", run.path());
    }
  }

  /** On another device, as it were, so that only the run's own lock can refuse it. */
  @Test
  void aRunIsMadeByOneProcess() throws Exception {
    try (Cli.Running running = start(locks("one"), run())) {
      running.awaitFork(results);
      try (Cli.Running other =
          start(locks("other"), "run", "--resume", "latest", "--output", results)) {
        Cli.Result result = other.await();
        assertThat(result.exitCode()).as(result.text()).isEqualTo(5);
        assertThat(result.err())
            .contains("is being made (process " + running.process().pid(), "wait until it is done");
      }
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isZero();
    }
    Cli.ok("check", RunFiles.only(results).path());
  }
}

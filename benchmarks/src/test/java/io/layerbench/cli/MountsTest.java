package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that nobody can write to, not even root, and a machine that says it is busy. */
class MountsTest {

  private final Path folder;

  MountsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Namespace namespace(String preparation) throws Exception {
    Path probed = Files.createDirectories(folder.resolve("probed"));
    String probe = "mount -t tmpfs tmpfs '%s'".formatted(probed);
    return new Namespace("mount", probe, preparation, folder);
  }

  private Object[] run(Path results, String... more) throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(SharedRun.options(SharedRun.get().model(), results));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  @Test
  void aReadOnlyResultsFolderIsRefusedBeforeAnythingIsMeasured() throws Exception {
    Path results = Files.createDirectory(folder.resolve("results"));
    Namespace readOnly = namespace("mount -t tmpfs -o ro tmpfs '%s'".formatted(results));
    readOnly.assumeThere();
    assertThat(readOnly.java(Main.class, run(results))).as(readOnly.log()).isEqualTo(5);
    assertThat(readOnly.log())
        .contains("The results folder " + results + " cannot be written (Read-only file system")
        .contains("--output")
        .doesNotContain("Layers: ", "\tat ");
  }

  /** Of a run, as "disk/run" in the test's folder. */
  private Namespace readOnlyCopy(Path run) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Namespace readOnly =
        namespace(
            "mount -t tmpfs tmpfs '%s' && cp -r '%s' '%s/run' && mount -o remount,ro '%s'"
                .formatted(disk, run, disk, disk));
    readOnly.assumeThere();
    return readOnly;
  }

  @Test
  void aReadOnlyRunCanBeReadAndIsNotChanged() throws Exception {
    Namespace readOnly = readOnlyCopy(SharedRun.folder().path());
    Path run = folder.resolve("disk/run");
    assertThat(readOnly.java(Main.class, "check", run)).as(readOnly.log()).isZero();
    assertThat(readOnly.java(Main.class, "rank", run)).as(readOnly.log()).isZero();
    assertThat(readOnly.java(Main.class, "report", "--format", "csv", run)).isZero();
    for (List<Object> writing :
        List.<List<Object>>of(List.of("report", run), List.of("rank", run, "--save"))) {
      assertThat(readOnly.java(Main.class, writing.toArray())).as(readOnly.log()).isEqualTo(5);
      assertThat(readOnly.log())
          .contains("cannot be written (Read-only file system", run.toString())
          .doesNotContain("\tat ");
    }
  }

  @Test
  void anUnfinishedRunThatIsReadOnlyIsNotTakenUp() throws Exception {
    Path results = folder.resolve("results");
    try (Cli.Running running = Cli.start(folder, Map.of(), run(results))) {
      running.awaitFork(results);
      running.process().destroyForcibly().waitFor();
      assertThat(running.leftInTheEnd()).isEmpty();
    }
    Namespace readOnly = readOnlyCopy(RunFiles.only(results).path());
    assertThat(readOnly.java(Main.class, "run", "--resume", folder.resolve("disk/run")))
        .as(readOnly.log())
        .isEqualTo(5);
    assertThat(readOnly.log())
        .contains("cannot be written (Read-only file system", "disk/run")
        .doesNotContain("\tat ");
  }

  /** The load average is a file, and a namespace may have another. */
  @Test
  void aContendedMachineIsRefusedWhereStrictIsAskedFor() throws Exception {
    Path load = Files.writeString(folder.resolve("loadavg"), "99.00 99.00 99.00 3/99 999\n");
    Path results = folder.resolve("results");
    Namespace busy = namespace("mount --bind '%s' /proc/loadavg".formatted(load));
    busy.assumeThere();
    assertThat(busy.java(Main.class, run(results, "--strict"))).as(busy.log()).isEqualTo(5);
    assertThat(busy.log()).contains("The machine is contended", "99.0", "Without --strict");
    assertThat(Runs.all(results)).isEmpty();

    assertThat(busy.java(Main.class, run(results))).as(busy.log()).isZero();
    assertThat(RunFiles.only(results).readRecord().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("99.0"));
    assertThat(Files.readString(RunFiles.only(results).file("report.html"))).contains("99.0");
  }
}

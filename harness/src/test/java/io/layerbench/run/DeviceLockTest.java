package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.HeldFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLockTest {

  private final Path folder;
  private final Path file;

  DeviceLockTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve(DeviceLock.NAME);
  }

  @Test
  void aSecondRunIsToldWhoHasTheDevice() {
    try (DeviceLock first = DeviceLock.take(folder, false)) {
      assertThatThrownBy(() -> DeviceLock.take(folder, false))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContainingAll(
              "process " + ProcessHandle.current().pid() + " since ", "--shared-device");
      assertThat(first.warning()).isEmpty();
    }
    try (DeviceLock next = DeviceLock.take(folder, false)) {
      assertThat(next.warning()).isEmpty();
    }
  }

  @Test
  void sharingMarksBothRuns() {
    try (DeviceLock first = DeviceLock.take(folder, true)) {
      assertThat(first.warning()).isEmpty();
      try (DeviceLock second = DeviceLock.take(folder, true)) {
        assertThat(second.warning()).hasValueSatisfying(DeviceLockTest::saysShared);
        assertThat(second.warning()).hasValueSatisfying(text -> assertThat(text).contains("since"));
      }
      assertThat(first.warning()).hasValueSatisfying(DeviceLockTest::saysShared);
    }
    try (DeviceLock next = DeviceLock.take(folder, false)) {
      assertThat(next.warning()).isEmpty();
    }
  }

  private static void saysShared(String warning) {
    assertThat(warning).startsWith("Shared device: another run").contains("Maybe: run again alone");
  }

  /** Anyone may have put it into a folder that all can write to. */
  @Test
  void aLinkOrAFolderInItsPlaceIsLeftAlone() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "mine");
    Files.createSymbolicLink(file, precious);
    try (DeviceLock lock = DeviceLock.take(folder, false)) {
      assertThat(lock.warning())
          .hasValueSatisfying(text -> assertThat(text).contains("not known", DeviceLock.VARIABLE));
    }
    assertThat(precious).hasContent("mine");
    Files.delete(file);
    Files.createDirectory(file);
    try (DeviceLock lock = DeviceLock.take(folder, false)) {
      assertThat(lock.warning()).isPresent();
    }
    try (DeviceLock lock = DeviceLock.take(folder.resolve("none"), false)) {
      assertThat(lock.warning())
          .hasValueSatisfying(text -> assertThat(text).contains("does not exist"));
    }
  }

  @Test
  void aRunIsMadeByOneProcessAtATime() throws Exception {
    RunFolder run = RunFolder.create(folder, "device", "model", "time");
    try (HeldFile held = run.hold()) {
      assertThat(held.isHeld()).isTrue();
      assertThatThrownBy(run::reopen)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContainingAll("is being made (process ", "wait");
    }
    run.reopen().close();
  }

  @Test
  void runsOfTheSameSecondGetFoldersOfTheirOwn() {
    assertThat(RunFolder.create(folder, "device", "model", "time").path())
        .isEqualTo(folder.resolve("device/model/time"));
    assertThat(RunFolder.create(folder, "device", "model", "time").path())
        .isEqualTo(folder.resolve("device/model/time-2"));
    assertThat(RunFolder.create(folder, "device", "model", "time").path())
        .isEqualTo(folder.resolve("device/model/time-3"));
  }
}

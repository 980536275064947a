package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {

  @Test
  void listsEveryRunTheOldestFirst(@TempDir Path results) throws Exception {
    Path newer = run(results, "device-a", "m5", "2026-02-01");
    Path older = run(results, "device-b", "resnet", "2026-01-01");
    assertThat(Runs.all(results)).containsExactly(older, newer);
  }

  @Test
  void whatIsNoRunIsPassedOver(@TempDir Path results) throws Exception {
    Files.writeString(results.resolve("README.md"), "text");
    Files.createDirectories(results.resolve("device").resolve("model").resolve("unfinished"));
    Files.createDirectories(results.resolve("device").resolve("empty"));
    assertThat(Runs.all(results)).isEmpty();
  }

  @Test
  void aRunBesideThemThatWritesAndRemovesFilesIsNoFault(@TempDir Path results) throws Exception {
    Path busy = run(results, "device", "m5", "2026-01-01");
    Thread writer = new Thread(() -> writeAndRemove(busy.resolve("run.json.tmp")));
    writer.start();
    try {
      for (int i = 0; i < 500; i++) {
        assertThat(Runs.all(results)).containsExactly(busy);
      }
    } finally {
      writer.interrupt();
      writer.join();
    }
  }

  private static void writeAndRemove(Path file) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Files.writeString(file, "{}");
        Files.delete(file);
      }
    } catch (IOException e) {
      // An interrupt may close the file while it is written.
    }
  }

  private static Path run(Path results, String device, String model, String time)
      throws IOException {
    Path folder = Files.createDirectories(results.resolve(device).resolve(model).resolve(time));
    Files.writeString(folder.resolve("run.json"), "{}");
    return folder;
  }
}

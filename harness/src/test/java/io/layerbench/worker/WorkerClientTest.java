package io.layerbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ChildFailedException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that end without an answer; each start of one adds a line to a file. */
class WorkerClientTest {

  private static final Tasks.RuntimeVersion TASK = new Tasks.RuntimeVersion("cpu");

  private final Path folder;

  WorkerClientTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private WorkerClient worker(String script) {
    return worker(script, Duration.ofHours(1));
  }

  /** Tells the starts apart: {@code $n} is 1 for the first. */
  private WorkerClient worker(String script, Duration limit) {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "device not found: one with /bin/sh");
    String counted = "echo start >> starts; n=$(wc -l < starts); read line; ";
    return new WorkerClient(
        List.of("/bin/sh", "-c", "cd '" + folder + "'; " + counted + script),
        Map.of(),
        folder.resolve("worker.log"),
        limit);
  }

  private List<String> starts() throws IOException {
    return Files.readAllLines(folder.resolve("starts"));
  }

  private static String answer() {
    String reply = Json.line(WorkerProtocol.Reply.result(Json.line("1.2.3")));
    return "echo '" + WorkerProtocol.MARKER + reply + "'; ";
  }

  @Test
  void aTaskWhoseWorkerWasKilledIsDoneByAnother() throws IOException {
    try (WorkerClient worker = worker("if [ $n -eq 1 ]; then kill -9 $$; fi; " + answer())) {
      assertThat(worker.runtimeVersion(TASK)).isEqualTo("1.2.3");
    }
    assertThat(starts()).hasSize(2);
  }

  @Test
  void whatIsKilledAgainFailsAndSaysThatItWasKilled() throws IOException {
    try (WorkerClient worker = worker("kill -9 $$")) {
      assertThatThrownBy(() -> worker.runtimeVersion(TASK))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContainingAll("killed (SIGKILL)", "(runtimeVersion)", "memory", "--resume");
    }
    assertThat(starts()).hasSize(2);
  }

  @Test
  void whatCrashesIsNotTriedAgainAndItsLogIsShown() throws IOException {
    try (WorkerClient worker = worker("echo 'A fatal error' >&2; exit 134")) {
      assertThatThrownBy(() -> worker.runtimeVersion(TASK))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContainingAll("exit code (134)", "A fatal error", "crash");
    }
    assertThat(starts()).hasSize(1);
  }

  /** The model is to blame for what happens when it is run for the first time. */
  @Test
  void aModelThatCrashesWhenItIsPreparedIsInvalid() throws IOException {
    try (WorkerClient worker = worker("echo 'A fatal error' >&2; exit 134")) {
      Tasks.Prepare task =
          new Tasks.Prepare("m.onnx", Map.of(), 1, new DataSource(null, null, 1), "out.onnx");
      assertThatThrownBy(() -> worker.prepare(task))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("cannot run the model once", "exit code (134)", "A fatal error");
    }
  }

  /** Whoever kills it twice, or the system for want of memory: the model may be a good one. */
  @Test
  void aModelWhosePreparationIsKilledIsNotToBlame() throws IOException {
    try (WorkerClient worker = worker("kill -9 $$")) {
      Tasks.Prepare task =
          new Tasks.Prepare("m.onnx", Map.of(), 1, new DataSource(null, null, 1), "out.onnx");
      assertThatThrownBy(() -> worker.prepare(task))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContainingAll("killed (SIGKILL)", "memory");
    }
  }

  @Test
  void aWorkerThatGivesNoSignOfLifeIsEndedAndNotTriedAgain() throws IOException {
    try (WorkerClient worker = worker("exec sleep 1000", Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> worker.runtimeVersion(TASK))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContainingAll("no sign of life for 1 s", "(runtimeVersion)", "LAYERBENCH_");
    }
    assertThat(starts()).hasSize(1);
  }

  @Test
  void theLimitIsAUsersOwn() {
    assertThat(SilenceWatch.limit(null)).isEqualTo(Duration.ofMinutes(30));
    assertThat(SilenceWatch.limit("7")).isEqualTo(Duration.ofSeconds(7));
    for (String wrong : List.of("", "0", "-1", "1.5", "soon", "99999999")) {
      assertThatThrownBy(() -> SilenceWatch.limit(wrong))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("(" + wrong + ")");
    }
  }

  @Test
  void theNextTaskHasANewWorker() throws IOException {
    try (WorkerClient worker = worker("if [ $n -eq 1 ]; then exit 134; fi; " + answer())) {
      assertThatThrownBy(() -> worker.runtimeVersion(TASK))
          .isInstanceOf(ChildFailedException.class);
      assertThat(worker.runtimeVersion(TASK)).isEqualTo("1.2.3");
    }
    assertThat(starts()).hasSize(2);
  }
}

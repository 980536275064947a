package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.device.MachineNoise;
import io.layerbench.natives.FakeNatives;
import io.layerbench.natives.LibrarySet;
import io.layerbench.natives.NativesFolder;
import io.layerbench.natives.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorCommandTest {

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  @AfterEach
  void forgetTheFolder() {
    System.clearProperty(NativesFolder.PROPERTY);
  }

  private static void requireLinux() {
    Assumptions.assumeTrue(
        Platform.current().equals(FakeNatives.LINUX), "device not found: Linux x64");
  }

  @Test
  void everyBackendHasARowAndTheExitCodeIs0() {
    Cli.Result result = Cli.ok("doctor", "--noise-seconds", "0", "--gpu-natives", folder);
    assertThat(result.err()).isEmpty();
    List<String> rows =
        result
            .out()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .map(line -> line.split(" {2,}", -1)[0].strip())
            .toList();
    assertThat(rows)
        .containsExactly(
            "GPU libraries", "cpu", "cuda", "tensorrt", "ort-tensorrt", "faulty", "simulated");
    assertThat(result.out())
        .containsPattern("(?m)^cpu +ok$")
        .contains("failed at: natives found")
        .contains("LAYERBENCH_FAULTS is not set")
        .contains("Maybe: set it.");
  }

  @Test
  void aFolderOfLibrariesThatIsNoneIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Cli.Result none =
        Cli.here("doctor", "--noise-seconds", "0", "--gpu-natives", folder.resolve("nowhere"));
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("nowhere) does not exist.").contains("Maybe: check the path");
    assertThat(Cli.here("doctor", "--noise-seconds", "0", "--gpu-natives", file).err())
        .contains("file) is no folder.");
    assertThat(Cli.here("run", "--gpu-natives", file).exitCode()).isEqualTo(2);
  }

  @Test
  void theSameAsJson() {
    requireLinux();
    Cli.Result result =
        Cli.ok("doctor", "--noise-seconds", "0", "--gpu-natives", folder, "--format", "json");
    JsonNode json = Json.tree(result.out(), "doctor");
    assertThat(json.path("gpu_natives").asString("")).isEqualTo(folder.toString());
    assertThat(json.path("backends")).hasSize(6);
    JsonNode cuda = json.path("backends").path(1);
    assertThat(cuda.path("backend").asString("")).isEqualTo("cuda");
    assertThat(cuda.path("failed_step").asString("")).isEqualTo("natives found");
    assertThat(cuda.path("message").asString(""))
        .startsWith(folder + " has no libonnxruntime.so, ");
    assertThat(cuda.path("remedy").asString("")).contains("`natives --from`");
    assertThat(json.path("backends").path(0).path("failed_step").isNull()).isTrue();
  }

  /** A second is enough to see that every measure is taken, though not to trust it. */
  @Test
  void howWellTheMachineCanBeMeasuredOnIsTriedInAChild() {
    Cli.Result result = Cli.ok("doctor", "--noise-seconds", "1", "--format", "json");
    JsonNode json = Json.tree(result.out(), "doctor");

    MachineNoise noise =
        Json.parse(Json.line(json.path("noise")), MachineNoise.class, "the measures");
    assertThat(noise.callMicros()).isPositive();
    assertThat(noise.scaling().threads()).isPositive();
    assertThat(json.path("findings"))
        .extracting(one -> one.path("name").asString(""))
        .containsExactly(
            "Timer grain", "Call overhead", "Stability", "Thermal run-down", "Scaling");
    assertThat(Cli.here("doctor", "--noise-seconds", "-1").exitCode()).isEqualTo(2);
    assertThat(Cli.here("doctor", "--noise-seconds", "1e9").err()).contains("--noise-seconds");
  }

  /** Real children, which the linker tells that these are no libraries. */
  @Test
  void librariesThatAreNotWholeCostTheirRows() throws Exception {
    requireLinux();
    FakeNatives.folder(folder, LibrarySet.ORT_TENSORRT, FakeNatives.X64);
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    Cli.Result result = Cli.ok("doctor", "--noise-seconds", "0", "--gpu-natives", folder);
    assertThat(result.out())
        .containsPattern("(?m)^cuda +failed at: runtime loads$")
        .containsPattern("(?m)^ort-tensorrt +failed at: runtime loads$")
        .contains("  " + folder.resolve("libonnxruntime.so") + ": ")
        .containsPattern("(?m)^cpu +ok$");
  }

  @Test
  void whatIsAskedForAndAbsentIs5WithItsStep() throws Exception {
    requireLinux();
    Path results = folder.resolve("results");
    Cli.Result result =
        Cli.here(
            "run", "--backend", "cuda", "--gpu-natives", folder, "--output", results, "--quiet");
    assertThat(result.exitCode()).as(result.text()).isEqualTo(5);
    assertThat(result.err())
        .contains("The backend (cuda) is not available here: step \"natives found\" failed: ")
        .contains("has no libonnxruntime.so")
        .contains("`natives --from`");
    assertThat(Files.exists(results)).isFalse();
  }
}

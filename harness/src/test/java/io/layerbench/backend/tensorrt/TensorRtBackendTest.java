package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.ForkSettings;
import io.layerbench.backend.Fp16;
import io.layerbench.natives.NativesFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRtBackendTest {

  private final Path folder;
  private final Backend backend = TensorRtBackends.tensorRt();

  TensorRtBackendTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void leaveNothing() {
    System.clearProperty(NativesFolder.PROPERTY);
  }

  @Test
  void itIsInTheRegistryWithWhatItWants() {
    Backend found = Backends.named("tensorrt");
    assertThat(found.runtimeName()).isEqualTo("TensorRT");
    assertThat(found.capabilities().activationType()).isEqualTo(ActivationType.INT8);
    assertThat(found.capabilities().fp16()).isEqualTo(Fp16.NATIVE);
  }

  @Test
  void withoutAFolderTheFirstStepFails() {
    Availability answer = backend.availability();
    assertThat(answer.failedStep()).isEqualTo("natives found");
    assertThat(answer.isAvailable()).isFalse();
    assertThat(answer.remedy()).isNotEmpty();
  }

  @Test
  void anEmptyFolderNamesTheFirstFile() {
    Assumptions.assumeTrue(JniLibraries.fitPlatform(), "device not found: Linux x86-64");
    System.setProperty(NativesFolder.PROPERTY, folder.toString());
    assertThat(backend.availability().message())
        .isEqualTo("libnvinfer.so.11 is not in " + folder.toAbsolutePath());
  }

  @Test
  void withoutADriverTheChildSaysSoAndLoadsNothing() throws IOException {
    Assumptions.assumeTrue(JniLibraries.fitPlatform(), "device not found: Linux x86-64");
    // Files that no linker takes: the driver and its devices come first.
    for (String name : List.of("libnvinfer.so.11", "libnvonnxparser.so.11", "libcudart.so.13")) {
      Files.writeString(folder.resolve(name), "no library");
    }
    System.setProperty(NativesFolder.PROPERTY, folder.toString());
    Availability answer = backend.availability();
    if (Files.exists(Path.of("/dev/nvidiactl"))) {
      assertThat(answer.failedStep()).isEqualTo("libraries load");
      assertThat(answer.message()).startsWith("libnvinfer.so.11: ");
    } else {
      assertThat(answer.failedStep()).isIn("driver", "device count");
    }
  }

  @Test
  void itsForksLoadByHandFromFoldersOfTheRun() {
    System.setProperty(NativesFolder.PROPERTY, "/opt/tensorrt");
    ForkSettings fork = backend.forkSettings(folder);
    assertThat(fork.jvmArguments())
        .contains(
            "-Dorg.bytedeco.javacpp.loadlibraries=false",
            "-Dlayerbench.gpu.natives=/opt/tensorrt",
            "-Dlayerbench.tensorrt.joints=" + folder.resolve("tensorrt"),
            "-Dlayerbench.tensorrt.cache=" + folder.resolve("tensorrt").resolve("engines"));
    assertThat(folder.resolve("tensorrt").resolve("libjninvinfer.so")).isRegularFile();
    assertThat(fork.classPath()).isEmpty();
  }

  @Test
  void nothingOfItReachesACpuFork() {
    System.setProperty(NativesFolder.PROPERTY, "/opt/tensorrt");
    assertThat(Backends.named("cpu").forkSettings(null).jvmArguments())
        .noneMatch(argument -> argument.contains("tensorrt") || argument.contains("bytedeco"));
  }

  @Test
  void builderResourcesAreNamedAndLabelled() throws IOException {
    assertThat(BuilderResources.in(folder).label()).isEqualTo("no builder resources");
    Files.writeString(folder.resolve("libnvinfer_builder_resource_ptx.so.11.2.1"), "");
    assertThat(BuilderResources.in(folder).label()).isEqualTo("ptx-only redist");
    Files.writeString(folder.resolve("libnvinfer_builder_resource_sm90.so.11.2.1"), "");
    Files.writeString(folder.resolve("libnvinfer.so.11"), "");
    assertThat(BuilderResources.in(folder).names()).containsExactly("ptx", "sm90");
    assertThat(BuilderResources.in(folder).label()).isEqualTo("ptx, sm90");
  }
}

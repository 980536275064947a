package io.layerbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.natives.FakeNatives;
import io.layerbench.natives.GpuLibrary;
import io.layerbench.natives.LibrarySearch;
import io.layerbench.natives.LibrarySet;
import io.layerbench.natives.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrtGpuBackendTest {

  @TempDir private Path folder = Path.of("");

  private static OrtGpuBackend on(Platform platform, @Nullable Path natives) {
    return new OrtGpuBackend(
        OrtProvider.CUDA,
        () -> new LibrarySearch(natives, Map.of(), platform),
        settings -> Assertions.fail("no child is needed to see that"));
  }

  @Test
  void withoutAFolderNoChildIsStarted() {
    Availability answer = on(FakeNatives.LINUX, null).availability();
    assertThat(answer.failedStep()).isEqualTo("natives found");
    assertThat(answer.message()).isEqualTo("there is no folder of GPU libraries");
    assertThat(answer.remedy()).contains("`natives --from`");
  }

  @Test
  void anEmptyFolderNamesEveryMissingFile() {
    assertThat(on(FakeNatives.LINUX, folder).availability().message())
        .isEqualTo(
            folder.toAbsolutePath()
                + " has no libonnxruntime.so, libonnxruntime4j_jni.so,"
                + " libonnxruntime_providers_shared.so, libonnxruntime_providers_cuda.so");
  }

  @Test
  void aPartOfThemNamesTheRest() throws IOException {
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    Files.delete(folder.resolve("libonnxruntime_providers_cuda.so"));
    assertThat(on(FakeNatives.LINUX, folder).availability().message())
        .endsWith("has no libonnxruntime_providers_cuda.so");
  }

  @Test
  void librariesForAnotherProcessorAreRefused() throws IOException {
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.ARM);
    Availability answer = on(FakeNatives.LINUX, folder).availability();
    assertThat(answer.failedStep()).isEqualTo("natives found");
    assertThat(answer.message()).contains("is built for Linux aarch64, and this is Linux x64");
  }

  @Test
  void aDamagedLibraryIsRefused() throws IOException {
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    Files.writeString(
        folder.resolve(GpuLibrary.CUBLAS.file(FakeNatives.LINUX)), "libcublas.so.12.9");
    assertThat(on(FakeNatives.LINUX, folder).availability().message())
        .contains("libcublas.so.12 is no library");
  }

  @ParameterizedTest
  @CsvSource({"Linux,aarch64,linux-aarch64", "Mac OS X,aarch64,osx-aarch64"})
  void whereNothingIsPublishedItIsSaid(String os, String arch, String shown) throws IOException {
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    Availability answer = on(Platform.of(os, arch), folder).availability();
    assertThat(answer.message())
        .isEqualTo(
            "ONNX Runtime publishes GPU libraries for linux-x64 and win-x64, not for " + shown);
    assertThat(answer.remedy()).contains("cpu");
  }

  @ParameterizedTest
  @EnumSource
  void withTheFilesAChildIsAskedOnce(OrtProvider provider) throws IOException {
    FakeNatives.folder(folder, provider.libraries(), FakeNatives.X64);
    List<ForkSettings> asked = new ArrayList<>();
    OrtGpuBackend backend =
        new OrtGpuBackend(
            provider,
            () -> new LibrarySearch(folder, Map.of(), FakeNatives.LINUX),
            settings -> {
              asked.add(settings);
              return new ProbeChild(
                  provider.libraries().backend(), List.of("nowhere/java"), Map.of());
            });
    Availability answer = backend.availability();
    assertThat(answer.backend()).isEqualTo(provider.libraries().backend());
    assertThat(answer.failedStep()).isEqualTo("check starts");
    assertThat(backend.availability()).isSameAs(answer);
    assertThat(asked).hasSize(1);
  }

  @Test
  void itsForksHaveTheirOwnLibrariesAndVariables() throws IOException {
    Path natives = FakeNatives.folder(folder.resolve("a/b"), LibrarySet.CUDA, FakeNatives.X64);
    ForkSettings fork = on(FakeNatives.LINUX, folder).forkSettings(Path.of("cache"));
    assertThat(fork.jvmArguments())
        .containsExactly(
            "--enable-native-access=ALL-UNNAMED",
            "-Donnxruntime.native.path=" + natives.toAbsolutePath(),
            "-Dlayerbench.gpu.natives=" + folder.toAbsolutePath());
    assertThat(fork.environment())
        .containsEntry("NVIDIA_TF32_OVERRIDE", "0")
        .containsEntry("ORT_DISABLE_TELEMETRY", "1");
  }

  @Test
  void enginesAreKeptInTheRunsOwnFolderOnly() throws IOException {
    FakeNatives.folder(folder, LibrarySet.ORT_TENSORRT, FakeNatives.X64);
    OrtGpuBackend backend =
        new OrtGpuBackend(
            OrtProvider.TENSORRT,
            () -> new LibrarySearch(folder, Map.of(), FakeNatives.LINUX),
            settings -> Assertions.fail("no child is needed to see that"));
    String property = "-D" + OrtProvider.ENGINES_PROPERTY + "=";
    Path cache = Path.of("work", "natives");
    assertThat(backend.forkSettings(cache).jvmArguments())
        .contains(property + cache.resolve("ort-tensorrt"));
    assertThat(backend.forkSettings(null).jvmArguments())
        .noneMatch(argument -> argument.startsWith(property));
  }

  /** No flag of the builder's: types come from the ONNX file. */
  @Test
  void precisionsAreNotSwitchedOnByFlags() {
    assertThat(OrtProvider.TENSORRT.settings().keySet())
        .noneMatch(key -> key.contains("fp16") || key.contains("int8"));
    assertThat(OrtProvider.CUDA.settings()).containsEntry("use_tf32", "0");
  }

  @Test
  void aCpuForkIsTheSameWithAndWithoutGpuLibraries() throws IOException {
    ForkSettings without = Backends.named("cpu").forkSettings(null);
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    String property = io.layerbench.natives.NativesFolder.PROPERTY;
    System.setProperty(property, folder.toString());
    try {
      assertThat(Backends.named("cpu").forkSettings(null)).isEqualTo(without);
      assertThat(without.jvmArguments()).containsExactly("--enable-native-access=ALL-UNNAMED");
      assertThat(without.environment()).containsOnlyKeys("ORT_DISABLE_TELEMETRY");
    } finally {
      System.clearProperty(property);
    }
  }
}

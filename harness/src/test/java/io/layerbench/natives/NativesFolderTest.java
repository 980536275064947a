package io.layerbench.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesFolderTest {

  @TempDir private Path folder = Path.of("");

  private Optional<Path> find(String property, Map<String, String> environment, Path jarFolder) {
    return NativesFolder.find(property, environment, FakeNatives.LINUX, jarFolder)
        .map(NativesFolder::path);
  }

  @Test
  void theFirstHitWins() throws IOException {
    Path cache = Files.createDirectories(folder.resolve("cache/layerbench/natives"));
    Path beside = Files.createDirectories(folder.resolve("app/natives"));
    Map<String, String> cached = Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Map<String, String> named =
        Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), NativesFolder.VARIABLE, "v");
    assertThat(find("p", named, folder.resolve("app"))).contains(Path.of("p"));
    assertThat(find("", named, folder.resolve("app"))).contains(Path.of("v"));
    assertThat(find("", cached, folder.resolve("app"))).contains(beside);
    assertThat(find("", cached, folder)).contains(cache);
    assertThat(find("", Map.of("XDG_CACHE_HOME", "nowhere"), folder)).isEmpty();
  }

  @Test
  void eachPlatformHasItsCache() {
    Map<String, String> environment = Map.of("LOCALAPPDATA", "L");
    assertThat(NativesFolder.cache(environment, Platform.of("Windows 11", "amd64")))
        .isEqualTo(Path.of("L", "layerbench", "natives"));
    assertThat(NativesFolder.cache(environment, Platform.of("Mac OS X", "aarch64")))
        .endsWithRaw(Path.of("Library", "Caches", "layerbench", "natives"));
  }

  @Test
  void librariesAreLookedForInToolkitPythonAndLibraryPath() throws IOException {
    touch("own/deep/libcudnn.so.9");
    touch("cuda/lib64/libcudart.so.12");
    touch("cuda/lib64/libonnxruntime.so");
    touch("venv/lib/python3.12/site-packages/nvidia/cublas/lib/libcublas.so.12");
    touch("venv/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9");
    touch("path/libcurand.so.10");
    Map<String, String> environment =
        Map.of(
            "CUDA_HOME", folder.resolve("cuda").toString(),
            "VIRTUAL_ENV", folder.resolve("venv").toString(),
            "LD_LIBRARY_PATH", folder.resolve("path").toString());
    Map<GpuLibrary, Path> found =
        new LibrarySearch(folder.resolve("own"), environment, FakeNatives.LINUX)
            .find(LibrarySet.CUDA);
    assertThat(found)
        .containsEntry(GpuLibrary.CUDNN, folder.resolve("own/deep/libcudnn.so.9"))
        .containsEntry(GpuLibrary.CUDART, folder.resolve("cuda/lib64/libcudart.so.12"))
        .containsEntry(GpuLibrary.CURAND, folder.resolve("path/libcurand.so.10"))
        .containsKey(GpuLibrary.CUBLAS)
        .doesNotContainKey(GpuLibrary.ONNXRUNTIME);
  }

  @Test
  void thereAreNoneForSomePlatforms() {
    assertThat(LibrarySet.unpublished(FakeNatives.LINUX)).isEmpty();
    assertThat(LibrarySet.unpublished(Platform.of("Windows 11", "amd64"))).isEmpty();
    assertThat(LibrarySet.unpublished(Platform.of("Linux", "aarch64")))
        .hasValueSatisfying(reason -> assertThat(reason).endsWith("not for linux-aarch64"));
    assertThat(LibrarySet.unpublished(Platform.of("Mac OS X", "aarch64"))).isPresent();
  }

  private void touch(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, FakeNatives.elf(FakeNatives.X64));
  }
}

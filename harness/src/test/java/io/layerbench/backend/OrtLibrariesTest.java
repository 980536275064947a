package io.layerbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerbench.natives.FakeNatives;
import io.layerbench.natives.LibrarySearch;
import io.layerbench.natives.LibrarySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtLibrariesTest {

  @TempDir private Path folder = Path.of("");

  private LibrarySearch search() {
    return new LibrarySearch(folder, Map.of(), FakeNatives.LINUX);
  }

  @Test
  void eachIsLoadedAfterThoseThatItLinksTo() throws IOException {
    FakeNatives.folder(folder, LibrarySet.ORT_TENSORRT, FakeNatives.X64);
    List<String> loaded = new ArrayList<>();
    OrtLibraries.load(
        LibrarySet.ORT_TENSORRT,
        search(),
        file -> {
          assertThat(file).isAbsolute();
          loaded.add(file.getFileName().toString());
        });
    assertThat(loaded)
        .containsExactly(
            "libcudart.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcurand.so.10",
            "libcufft.so.11",
            "libcudnn.so.9",
            "libnvinfer.so.10",
            "libnvonnxparser.so.10");
  }

  @Test
  void whatIsFoundNowhereIsLeftToTheSystem() throws IOException {
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    Files.delete(folder.resolve("libcudnn.so.9"));
    List<Path> loaded = new ArrayList<>();
    OrtLibraries.load(LibrarySet.CUDA, search(), loaded::add);
    assertThat(loaded).hasSize(5).noneMatch(file -> file.endsWith("libcudnn.so.9"));
  }

  /** By the real linker: the head of a library is none. */
  @Test
  void theLinkersMessageIsKept() throws IOException {
    FakeNatives.folder(folder, LibrarySet.CUDA, FakeNatives.X64);
    RungException refused =
        catchThrowableOfType(
            RungException.class,
            () ->
                OrtLibraries.load(LibrarySet.CUDA, search(), file -> System.load(file.toString())));
    assertThat(refused.rung()).isEqualTo(Rung.LIBRARIES_LOAD);
    assertThat(refused).hasMessageContaining("libcudart.so.12");
    assertThat(refused.remedy()).startsWith("install CUDA 12 again");
  }
}

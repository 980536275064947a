package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerbench.backend.Rung;
import io.layerbench.backend.RungException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

  private final Path folder;

  private final List<String> loaded = new ArrayList<>();

  NativeLibrariesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void switchOffStockLoader() {
    System.setProperty(NativeLibraries.SWITCH, "false");
  }

  @AfterEach
  void leaveNothing() {
    System.clearProperty(NativeLibraries.SWITCH);
  }

  private NativeLibraries libraries(String... nvidia) throws IOException {
    JniLibraries.unpack(folder.resolve("joints"));
    Path natives = Files.createDirectories(folder.resolve("nvidia"));
    for (String name : nvidia) {
      Files.writeString(natives.resolve(name), "no library");
    }
    return new NativeLibraries(natives, folder.resolve("joints"));
  }

  private NativeLibraries complete() throws IOException {
    return libraries("libnvinfer.so.11", "libnvonnxparser.so.11", "libcudart.so.13");
  }

  @Test
  void eachIsLoadedBehindWhatItLinksTo() throws IOException {
    NativeLibraries all = complete();
    all.loadTensorRt(path -> loaded.add(path.getFileName().toString()));
    all.loadCuda(path -> loaded.add(path.getFileName().toString()));
    assertThat(loaded)
        .containsExactly(
            "libjnijavacpp.so",
            "libnvinfer.so.11",
            "libnvonnxparser.so.11",
            "libjninvinfer.so",
            "libjninvonnxparser.so",
            "libcudart.so.13",
            "libjnicudart.so");
  }

  @Test
  void theFirstMissingFileIsNamedWithItsJar() throws IOException {
    Path nvidia = libraries("libnvinfer.so.11").nvidia();
    RungException missing =
        catchThrowableOfType(RungException.class, () -> NativeLibraries.requireFiles(nvidia));
    assertThat(missing).hasMessageContaining("libnvonnxparser.so.11 is not in " + nvidia);
    assertThat(missing.rung()).isEqualTo(Rung.NATIVES_FOUND);
    assertThat(missing.remedy()).contains("linux-x86_64-redist");
    Files.writeString(nvidia.resolve("libnvonnxparser.so.11"), "");
    assertThatThrownBy(() -> NativeLibraries.requireFiles(nvidia))
        .hasMessageContaining("libcudart.so.13");
  }

  @Test
  void librariesMayLieAsTheJarsHaveThem() throws IOException {
    NativeLibraries all = complete();
    Path deeper = Files.createDirectories(all.nvidia().resolve("org/bytedeco/cuda/linux-x86_64"));
    Files.move(all.nvidia().resolve("libcudart.so.13"), deeper.resolve("libcudart.so.13"));
    NativeLibraries.requireFiles(all.nvidia());
    all.loadCuda(path -> loaded.add(all.nvidia().relativize(path).toString()));
    assertThat(loaded.get(0)).isEqualTo("org/bytedeco/cuda/linux-x86_64/libcudart.so.13");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> NativeLibraries.requireFiles(folder.resolve("none")))
        .isInstanceOf(RungException.class)
        .hasMessageContaining("none cannot be read");
  }

  @Test
  void theLinkersOwnWordsAreKept() throws IOException {
    RungException refused =
        catchThrowableOfType(RungException.class, () -> complete().loadTensorRt(this::refuseInfer));
    assertThat(refused)
        .hasMessage("libnvinfer.so.11: wrong ELF class")
        .hasCauseInstanceOf(UnsatisfiedLinkError.class);
    assertThat(refused.rung()).isEqualTo(Rung.LIBRARIES_LOAD);
    assertThat(loaded).containsExactly("libjnijavacpp.so");
  }

  private void refuseInfer(Path path) {
    if (path.endsWith("libnvinfer.so.11")) {
      throw new UnsatisfiedLinkError("wrong ELF class");
    }
    loaded.add(path.getFileName().toString());
  }

  @Test
  void aFileThatIsNoLibraryIsRefusedByTheRealLinker() throws IOException {
    NativeLibraries fake = complete();
    RungException refused =
        catchThrowableOfType(
            RungException.class,
            () ->
                fake.loadCuda(
                    path -> {
                      System.load(path.toString());
                    }));
    assertThat(refused).hasMessageStartingWith("libcudart.so.13: ");
  }

  @Test
  void withTheStockLoaderOnNothingIsLoaded() throws IOException {
    System.clearProperty(NativeLibraries.SWITCH);
    NativeLibraries all = complete();
    assertThatThrownBy(() -> all.loadTensorRt(path -> loaded.add(path.toString())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(NativeLibraries.SWITCH);
    assertThat(loaded).isEmpty();
  }

  @Test
  void theJointsAreUnpackedWholeAndAgainWhereDamaged() throws IOException {
    Path joints = folder.resolve("joints");
    JniLibraries.unpack(joints);
    Path one = joints.resolve("libjninvinfer.so");
    long size = Files.size(one);
    assertThat(size).isGreaterThan(1_000_000);
    Files.writeString(one, "half");
    JniLibraries.unpack(joints);
    assertThat(Files.size(one)).isEqualTo(size);
    try (var files = Files.list(joints)) {
      assertThat(files).hasSize(4);
    }
  }
}

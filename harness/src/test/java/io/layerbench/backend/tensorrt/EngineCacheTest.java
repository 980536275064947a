package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.BackendException;
import io.layerbench.base.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineCacheTest {

  private static final Gpu GPU = new Gpu("NVIDIA Test", "9.0", 13030, 13030);
  private static final EngineKey KEY = new EngineKey("abc", GPU, "11.2.1", List.of("ptx"), 1 << 30);

  private final Path folder;

  private final List<String> builds = new ArrayList<>();

  /** Gives an engine that says which build it is of, and notes the timings that it was given. */
  private final Compiler compiler =
      new Compiler() {
        @Override
        public String version() {
          return "11.2.1";
        }

        @Override
        public Compiled compile(byte[] onnx, byte[] timings) {
          builds.add(new String(timings, StandardCharsets.UTF_8));
          return new Compiled(bytes("engine " + builds.size()), bytes("timings " + builds.size()));
        }

        @Override
        public Engine load(byte[] plan) {
          throw new UnsupportedOperationException();
        }
      };

  EngineCacheTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String engine(EngineKey key) {
    return new String(
        new EngineCache(folder).engine(key, new byte[0], compiler), StandardCharsets.UTF_8);
  }

  @Test
  void theSameKeyIsBuiltOnce() {
    assertThat(engine(KEY)).isEqualTo("engine 1");
    assertThat(engine(KEY)).isEqualTo("engine 1");
    assertThat(builds).containsExactly("");
  }

  static Stream<EngineKey> others() {
    return Stream.of(
        new EngineKey("abd", GPU, "11.2.1", List.of("ptx"), 1 << 30),
        new EngineKey(
            "abc", new Gpu("Other", "9.0", 13030, 13030), "11.2.1", List.of("ptx"), 1 << 30),
        new EngineKey(
            "abc", new Gpu("NVIDIA Test", "8.9", 13030, 13030), "11.2.1", List.of("ptx"), 1 << 30),
        new EngineKey(
            "abc", new Gpu("NVIDIA Test", "9.0", 13040, 13030), "11.2.1", List.of("ptx"), 1 << 30),
        new EngineKey(
            "abc", new Gpu("NVIDIA Test", "9.0", 13030, 13040), "11.2.1", List.of("ptx"), 1 << 30),
        new EngineKey("abc", GPU, "11.2.2", List.of("ptx"), 1 << 30),
        new EngineKey("abc", GPU, "11.2.1", List.of("ptx", "sm90"), 1 << 30),
        new EngineKey("abc", GPU, "11.2.1", List.of("ptx"), 1 << 29));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whateverAnEngineDependsOnMakesAnother(EngineKey other) {
    engine(KEY);
    assertThat(engine(other)).isEqualTo("engine 2");
  }

  @Test
  void timingsAreSharedByModelsOfOneDevice() {
    engine(KEY);
    engine(new EngineKey("abd", GPU, "11.2.1", List.of("ptx"), 1 << 30));
    engine(new EngineKey("abe", GPU, "11.2.2", List.of("ptx"), 1 << 30));
    assertThat(builds).containsExactly("", "timings 1", "");
  }

  private Path file(EngineKey key) {
    return folder.resolve(key.digest() + ".engine");
  }

  @Test
  void aDamagedEngineIsBuiltAnew() throws IOException {
    engine(KEY);
    byte[] content = Files.readAllBytes(file(KEY));
    content[content.length - 1] ^= 1;
    Files.write(file(KEY), content);
    assertThat(engine(KEY)).isEqualTo("engine 2");
    Files.write(file(KEY), new byte[3]);
    assertThat(engine(KEY)).isEqualTo("engine 3");
  }

  @Test
  void anotherModelsEngineUnderThisNameIsBuiltAnew() throws IOException {
    EngineKey other = new EngineKey("abd", GPU, "11.2.1", List.of("ptx"), 1 << 30);
    engine(other);
    Files.copy(file(other), file(KEY));
    assertThat(engine(KEY)).isEqualTo("engine 2");
  }

  @Test
  void anEngineOfAnotherFolderIsBuiltAnew() throws IOException {
    engine(KEY);
    byte[] sealed = Files.readAllBytes(file(KEY));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    new EngineCache(folder);
    Files.write(file(KEY), sealed);
    assertThat(engine(KEY)).isEqualTo("engine 2");
  }

  @Test
  void damagedTimingsAreLeftOut() throws IOException {
    engine(KEY);
    Files.write(folder.resolve(KEY.timingDigest() + ".timings"), new byte[100]);
    Files.delete(file(KEY));
    engine(KEY);
    assertThat(builds).containsExactly("", "");
  }

  @Test
  void onlyTheOwnerReadsTheKey() throws IOException {
    engine(KEY);
    Path key = folder.resolve("seal.key");
    if (Files.getFileStore(key).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void aKeyOfAnotherSizeIsAnError() throws IOException {
    Files.write(folder.resolve("seal.key"), new byte[5]);
    assertThatThrownBy(() -> new EngineCache(folder))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("5 bytes instead of 32");
  }

  @Test
  void aFailedBuildLeavesNothing() throws IOException {
    Compiler failing =
        new Compiler() {
          @Override
          public String version() {
            return "11.2.1";
          }

          @Override
          public Compiled compile(byte[] onnx, byte[] timings) {
            throw new BackendException("no");
          }

          @Override
          public Engine load(byte[] plan) {
            throw new UnsupportedOperationException();
          }
        };
    EngineCache cache = new EngineCache(folder);
    assertThatThrownBy(() -> cache.engine(KEY, new byte[0], failing)).hasMessage("no");
    assertThat(file(KEY)).doesNotExist();
  }
}

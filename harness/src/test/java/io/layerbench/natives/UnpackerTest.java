package io.layerbench.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {

  private static final String IN_JAR = "ai/onnxruntime/native/linux-x64/";
  private static final Unpacker.Progress SILENT = (done, total, file) -> {};

  @TempDir private Path folder = Path.of("");

  private Path target() {
    return folder.resolve("natives");
  }

  private Unpacker unpacker() {
    return new Unpacker(target(), FakeNatives.LINUX);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(target())) {
      return list.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void unpacksOnePlatformWithDigestsAndVersion() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("onnxruntime_gpu-1.jar"), "linux-x64", "1.29.0");
    long[] told = new long[2];
    Path made =
        unpacker()
            .unpack(
                jar,
                (done, total, file) -> {
                  told[0] = done;
                  told[1] = total;
                });
    assertThat(made).isEqualTo(target().resolve("onnxruntime_gpu-1"));
    assertThat(told[0]).isEqualTo(told[1]).isEqualTo(4 * 64);
    UnpackedJar record = java.util.Objects.requireNonNull(Unpacker.unpacked(target()).get(made));
    assertThat(record.artifact()).isEqualTo("com.microsoft.onnxruntime:onnxruntime_gpu");
    assertThat(record.version()).isEqualTo("1.29.0");
    assertThat(record.sha256())
        .hasSize(4)
        .containsEntry(
            "libonnxruntime.so",
            io.layerbench.base.Digests.sha256(FakeNatives.elf(FakeNatives.X64)));
    LibrarySearch search = new LibrarySearch(target(), Map.of(), FakeNatives.LINUX);
    assertThat(search.find(LibrarySet.CUDA)).containsKey(GpuLibrary.PROVIDERS_CUDA);
    assertThat(unpacker().remove()).containsExactly(made);
    assertThat(names()).containsExactly(".lock");
  }

  @Test
  void aSecondTimeReplacesTheFirst() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), "linux-x64", "1.28.0");
    unpacker().unpack(jar, SILENT);
    FakeNatives.jar(jar, "linux-x64", "1.29.0");
    Path made = unpacker().unpack(jar, SILENT);
    assertThat(Unpacker.unpacked(target()).get(made))
        .extracting(UnpackedJar::version)
        .isEqualTo("1.29.0");
  }

  @Test
  void anotherPlatformsJarIsRefused() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), "win-x64", "1.29.0");
    assertThatThrownBy(() -> unpacker().unpack(jar, SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no libraries for this platform (linux-x64)");
    assertThat(names()).containsExactly(".lock");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.so",
        IN_JAR + "../../../../evil.so",
        "/etc/evil.so",
        "a\\..\\evil.so",
        "C:/x"
      })
  void aNameThatLeadsOutIsRefused(String name) throws IOException {
    Path jar =
        FakeNatives.jar(
            folder.resolve("a.jar"),
            Map.of(
                name, new byte[1], IN_JAR + "libonnxruntime.so", FakeNatives.elf(FakeNatives.X64)));
    assertThatThrownBy(() -> unpacker().unpack(jar, SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("leads out of a folder (" + name + ")");
    assertThat(names()).containsExactly(".lock");
  }

  @Test
  void aLinkThatBecameTextAndAnotherProcessorAreRefused() throws IOException {
    Path link =
        FakeNatives.jar(
            folder.resolve("link.jar"),
            Map.of(IN_JAR + "libx.so", "/etc/passwd".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> unpacker().unpack(link, SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("libx.so is no library");
    Path arm =
        FakeNatives.jar(
            folder.resolve("arm.jar"),
            Map.of(IN_JAR + "libx.so.1", FakeNatives.elf(FakeNatives.ARM)));
    assertThatThrownBy(() -> unpacker().unpack(arm, SILENT))
        .hasMessageContaining("libx.so.1 is built for Linux aarch64, and this is Linux x64");
    assertThat(names()).containsExactly(".lock");
  }

  @Test
  void anEntryLargerThanDeclaredIsStopped() throws IOException {
    byte[] large = new byte[100_000];
    System.arraycopy(FakeNatives.elf(FakeNatives.X64), 0, large, 0, 64);
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), Map.of(IN_JAR + "libx.so", large));
    byte[] bytes = Files.readAllBytes(jar);
    // The central directory's size of the only entry: 24 bytes behind its signature.
    int directory = indexOf(bytes, 0x02014b50);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 64);
    Files.write(jar, bytes);
    assertThatThrownBy(() -> unpacker().unpack(jar, SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is longer than the declared 64 bytes");
    assertThat(names()).containsExactly(".lock");
  }

  @Test
  void adversarialContentFailsItsChecksum() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), "linux-x64", "1.29.0");
    byte[] bytes = Files.readAllBytes(jar);
    int directory = indexOf(bytes, 0x02014b50);
    for (int at = directory; at >= 0; at = indexOf(bytes, 0x02014b50, at + 1)) {
      bytes[at + 16] ^= 1;
    }
    Files.write(jar, bytes);
    assertThatThrownBy(() -> unpacker().unpack(jar, SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has another checksum than declared");
    assertThat(names()).containsExactly(".lock");
  }

  @Test
  void aCutJarAndNoJarAreInvalid() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), "linux-x64", "1.29.0");
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> unpacker().unpack(jar, SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be used: ");
    assertThatThrownBy(() -> unpacker().unpack(folder.resolve("no.jar"), SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.jar does not exist");
  }

  @Test
  void aFullDiskLeavesNothingHalf() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), "linux-x64", "1.29.0");
    Unpacker full =
        new Unpacker(
            target(),
            FakeNatives.LINUX,
            (in, file) -> {
              Files.write(file, in.readNBytes(10));
              throw new IOException("No space left on device");
            });
    assertThatThrownBy(() -> full.unpack(jar, SILENT))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("nothing was left there");
    assertThat(names()).containsExactly(".lock");
  }

  @Test
  void aSecondProcessIsToldOfTheFirst() throws IOException {
    Path jar = FakeNatives.jar(folder.resolve("a.jar"), "linux-x64", "1.29.0");
    Files.createDirectories(target());
    try (FileChannel channel =
            FileChannel.open(
                target().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> unpacker().unpack(jar, SILENT))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("Another process is unpacking");
    }
    assertThat(unpacker().unpack(jar, SILENT)).isDirectory();
  }

  @Test
  void whatAKilledProcessLeftGoes() throws IOException {
    Files.createDirectories(target().resolve(".unpacking123"));
    Files.writeString(target().resolve(".unpacking123/libonnxruntime.so"), "half");
    LibrarySearch search = new LibrarySearch(target(), Map.of(), FakeNatives.LINUX);
    assertThat(search.find(LibrarySet.CUDA)).doesNotContainKey(GpuLibrary.ONNXRUNTIME);
    unpacker().unpack(FakeNatives.jar(folder.resolve("a.jar"), "linux-x64", "1.29.0"), SILENT);
    assertThat(names()).containsExactly(".lock", "a");
  }

  private static int indexOf(byte[] bytes, int signature) {
    return indexOf(bytes, signature, 0);
  }

  private static int indexOf(byte[] bytes, int signature, int from) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i + 4 <= bytes.length; i++) {
      if (buffer.getInt(i) == signature) {
        return i;
      }
    }
    return -1;
  }
}

package io.layerbench.fuzz;

import io.layerbench.base.LayerbenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of valid files of which one is replaced for each execution. The first byte of the data
 * says which one; the rest is its content.
 */
final class FuzzedFolder {

  /** What reads the folder. */
  interface Use {
    void read(Path changed) throws IOException;
  }

  private final Path folder;
  private final List<String> names;
  private final byte[][] valid;

  /** A copy of the files in a folder, in memory where there is a place for that. */
  FuzzedFolder(Path source) {
    try (Stream<Path> files = Files.walk(source)) {
      Path memory = Path.of("/dev/shm");
      folder =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "layerbench-fuzz")
              : Files.createTempDirectory("layerbench-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
      names =
          files
              .filter(Files::isRegularFile)
              .map(file -> source.relativize(file).toString())
              .sorted()
              .toList();
      valid = new byte[names.size()][];
      for (int i = 0; i < valid.length; i++) {
        valid[i] = Files.readAllBytes(source.resolve(names.get(i)));
        write(i, valid[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it lies. */
  Path path() {
    return folder;
  }

  /** Refusals are what is hoped for; any other exception goes on to the fuzzer. */
  void feed(byte[] data, Use use) {
    if (data.length == 0) {
      return;
    }
    int changed = (data[0] & 0xff) % valid.length;
    byte[] content = new byte[data.length - 1];
    System.arraycopy(data, 1, content, 0, content.length);
    try {
      write(changed, content);
      use.read(folder.resolve(names.get(changed)));
    } catch (LayerbenchException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("A refusal says nothing.", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      restore(changed);
    }
  }

  /** The data that leaves the folder as it is, a file at a time. */
  List<byte[]> seeds() {
    return Stream.iterate(0, i -> i < valid.length, i -> i + 1)
        .map(
            i -> {
              byte[] seed = new byte[valid[i].length + 1];
              seed[0] = (byte) (int) i;
              System.arraycopy(valid[i], 0, seed, 1, valid[i].length);
              return seed;
            })
        .toList();
  }

  /** What is said of the files as they are, by all that read them; empty where they are valid. */
  List<String> refusals(Use use) {
    List<String> refusals = new ArrayList<>();
    for (String name : names) {
      try {
        use.read(folder.resolve(name));
      } catch (LayerbenchException | IOException e) {
        refusals.add(name + ": " + e.getMessage());
      }
    }
    return refusals;
  }

  private void restore(int changed) {
    try {
      write(changed, valid[changed]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(int number, byte[] content) throws IOException {
    Path file = folder.resolve(names.get(number));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // It lies among temporary files; the system removes those too.
    }
  }
}

package io.layerbench.natives;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Digests;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.FileTrees;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks one platform's libraries of untouched Maven jars, each jar into a folder of its own. A
 * folder is filled under another name and moved into place when it is whole and checked, so a
 * failure leaves nothing behind.
 */
public final class Unpacker {

  /** How the names of folders begin that are not whole. */
  static final String TEMPORARY = ".unpacking";

  private static final String LOCK = ".lock";

  /** Copies an entry into a new file; replaced in tests by one that fails. */
  interface Copy {
    void copy(InputStream in, Path file) throws IOException;
  }

  /** Told of the bytes that are done. */
  public interface Progress {

    /**
     * So much is done.
     *
     * @param done bytes of this jar so far
     * @param total bytes of this jar
     * @param file the library that is being unpacked
     */
    void at(long done, long total, String file);
  }

  private final Path target;
  private final Platform platform;
  private final Copy copy;

  public Unpacker(Path target, Platform platform) {
    this(target, platform, (in, file) -> Files.copy(in, file));
  }

  Unpacker(Path target, Platform platform, Copy copy) {
    this.target = target;
    this.platform = platform;
    this.copy = copy;
  }

  /**
   * Unpacks a jar, in place of what was unpacked from it before.
   *
   * @return the folder
   * @throws InvalidInputException where the jar is damaged, hostile or of another platform
   * @throws EnvironmentException where the disk is full or another process unpacks
   */
  public Path unpack(Path jar, Progress progress) {
    try {
      Files.createDirectories(target);
      return locked(() -> open(jar, progress));
    } catch (IOException e) {
      throw cannot(jar, e);
    }
  }

  private Path open(Path jar, Progress progress) throws IOException {
    clearTemporary();
    if (!Files.isRegularFile(jar)) {
      throw new InvalidInputException("The jar " + jar + " does not exist.", "check the path.");
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      JarContent content = JarContent.of(zip, jar, platform);
      long free = Files.getFileStore(target).getUsableSpace();
      if (free < content.bytes()) {
        throw new EnvironmentException(
            "The libraries of %s need %s MB, and the disk of %s has %s MB left."
                .formatted(jar, content.bytes() >> 20, target, free >> 20),
            "make room, or name a folder on another disk by --gpu-natives.");
      }
      Path temporary = Files.createTempDirectory(target, TEMPORARY);
      try {
        fill(zip, jar, content, temporary, progress);
        return moveIntoPlace(temporary, name(jar));
      } finally {
        FileTrees.delete(temporary);
      }
    } catch (ZipException e) {
      throw damaged(jar, IoReason.of(e), e);
    }
  }

  private void fill(ZipFile zip, Path jar, JarContent content, Path folder, Progress progress)
      throws IOException {
    Map<String, String> digests = new TreeMap<>();
    long done = 0;
    for (ZipEntry entry : content.entries()) {
      String name = JarContent.fileName(entry);
      Path file = folder.resolve(name);
      long before = done;
      CheckedEntry in =
          new CheckedEntry(
              zip.getInputStream(entry),
              entry,
              bytes -> progress.at(before + bytes, content.bytes(), name));
      try (in) {
        copy.copy(in, file);
      }
      in.requireWhole();
      if (name.matches(".*\\.(dll|so(\\.[0-9.]+)?)")) {
        LibraryHeader.problem(file, platform)
            .ifPresent(
                problem -> {
                  throw damaged(jar, problem.replace(file.toString(), name));
                });
      }
      digests.put(name, Digests.sha256(file));
      done += entry.getSize();
    }
    AtomicFiles.write(
        folder.resolve(UnpackedJar.FILE),
        Json.pretty(
            new UnpackedJar(content.artifact(), content.version(), platform.toString(), digests)));
  }

  private Path moveIntoPlace(Path temporary, String name) throws IOException {
    Path folder = target.resolve(name);
    FileTrees.delete(folder);
    return Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
  }

  /** The folders that were unpacked here, by what their natives.json says. */
  public static Map<Path, UnpackedJar> unpacked(Path target) {
    Map<Path, UnpackedJar> found = new TreeMap<>();
    for (Path folder : folders(target)) {
      Path file = folder.resolve(UnpackedJar.FILE);
      if (Files.isRegularFile(file)) {
        found.put(folder, Json.read(file, UnpackedJar.class));
      }
    }
    return found;
  }

  /** Deletes what was unpacked here, and nothing else; returns the folders. */
  public List<Path> remove() {
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try {
      return locked(
          () -> {
            clearTemporary();
            List<Path> folders = List.copyOf(unpacked(target).keySet());
            for (Path folder : folders) {
              FileTrees.delete(folder);
            }
            return folders;
          });
    } catch (IOException e) {
      throw new EnvironmentException(
          "The libraries in " + target + " cannot be removed (" + IoReason.of(e) + ").",
          "close the programs that use them.",
          e);
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(Work<T> work) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                target.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw busy();
      }
      return work.run();
    } catch (OverlappingFileLockException e) {
      throw busy();
    }
  }

  private EnvironmentException busy() {
    return new EnvironmentException(
        "Another process is unpacking into " + target + ".", "wait until it has ended.");
  }

  /** What a killed process left: under the lock, nobody else is at work there. */
  private void clearTemporary() throws IOException {
    for (Path folder : folders(target)) {
      if (String.valueOf(folder.getFileName()).startsWith(TEMPORARY)) {
        FileTrees.delete(folder);
      }
    }
  }

  private static List<Path> folders(Path target) {
    try (Stream<Path> list = Files.list(target)) {
      return list.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      // There is nothing where there is no folder.
      return List.of();
    }
  }

  private EnvironmentException cannot(Path jar, IOException e) {
    return new EnvironmentException(
        "The jar %s cannot be unpacked into %s (%s); nothing was left there."
            .formatted(jar, target, IoReason.of(e)),
        "check the disk's free space and the folder's permissions.",
        e);
  }

  private static InvalidInputException damaged(Path jar, String reason, Throwable... cause) {
    return new InvalidInputException(
        "The jar " + jar + " cannot be used: " + reason + ".",
        "download it again; it must be the untouched jar.",
        cause);
  }
}

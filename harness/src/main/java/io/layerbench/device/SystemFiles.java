package io.layerbench.device;

import io.layerbench.base.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files by which Linux describes itself (/proc, /sys, /etc), below a root that a test can
 * replace. Nothing here throws: what cannot be read is an unknown fact with the reason.
 */
final class SystemFiles {

  /** No file of interest comes near this size; a garbled one must not fill the memory. */
  private static final int MAX_BYTES = 8 << 20;

  private static final int MAX_LINE = 200;

  private final @Nullable Path root;
  private final String absent;

  private SystemFiles(@Nullable Path root, String absent) {
    this.root = root;
    this.absent = absent;
  }

  /** The files of the machine that this program runs on; none where it is not Linux. */
  static SystemFiles ofThisMachine() {
    String system = System.getProperty("os.name", "this system");
    return system.toLowerCase(Locale.ROOT).startsWith("linux")
        ? below(Path.of("/"))
        : none("not reported on " + system);
  }

  /** A tree that stands for the root directory. */
  static SystemFiles below(Path root) {
    return new SystemFiles(root.toAbsolutePath().normalize(), "");
  }

  /** No files at all, for a system that is not Linux. */
  static SystemFiles none(String reason) {
    return new SystemFiles(null, reason);
  }

  /** True where the system is Linux. */
  boolean present() {
    return root != null;
  }

  /** A file's text without surrounding white space. */
  Fact read(String path) {
    if (root == null) {
      return Fact.unknown(absent);
    }
    Path file = resolve(root, path);
    if (file == null) {
      return Fact.unknown(path + " does not exist");
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return Fact.known(text.replace('\0', ' '));
    } catch (NoSuchFileException e) {
      return Fact.unknown(path + " does not exist");
    } catch (IOException e) {
      // The message may hold a path of the user's; the class says enough.
      return Fact.unknown(path + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** A file's first line, safe to print: without control characters and not endless. */
  Fact line(String path) {
    Fact text = read(path);
    return text.value() == null ? text : Fact.known(printable(text.value()));
  }

  /** A directory's entries in order; none where it is missing. */
  List<String> names(String directory) {
    Path path = root == null ? null : resolve(root, directory);
    if (path == null || !Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** True where there is such a file or directory. */
  boolean exists(String path) {
    Path file = root == null ? null : resolve(root, path);
    return file != null && Files.exists(file);
  }

  /** The first line of a text without control characters, at most 200 characters. */
  static String printable(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "").strip();
    return line.length() <= MAX_LINE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, MAX_LINE)));
  }

  private static @Nullable Path resolve(Path root, String path) {
    Path file = root.resolve(path.substring(1)).normalize();
    return file.startsWith(root) ? file : null;
  }
}

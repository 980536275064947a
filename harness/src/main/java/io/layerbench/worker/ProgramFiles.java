package io.layerbench.worker;

import io.layerbench.base.EnvironmentException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The program's own jars, as they were when it started. Children start from the same files: with
 * others, half of a run would be measured by another program, or nothing would start at all.
 */
public final class ProgramFiles {

  private final Map<Path, String> seen = new LinkedHashMap<>();

  /**
   * Looks at the files of a class path; folders, as builds have them, are left out.
   *
   * @param classPath as Java takes it
   */
  public ProgramFiles(String classPath) {
    Arrays.stream(classPath.split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .forEach(file -> seen.put(file, state(file)));
  }

  /**
   * Looks again.
   *
   * @throws EnvironmentException naming a file that is gone or another one
   */
  public void check() {
    seen.forEach(
        (file, before) -> {
          String now = state(file);
          if (!now.equals(before)) {
            throw new EnvironmentException(
                "The program was replaced while it ran: %s was (%s) and is (%s)."
                    .formatted(file, before, now),
                "run --resume with the same program again, or start anew with the new one.");
          }
        });
  }

  /** By size, time and, where the system has it, the number of the file itself. */
  private static String state(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return "%d bytes of %s, %s"
          .formatted(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    } catch (IOException e) {
      return "gone";
    }
  }
}

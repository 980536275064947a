package io.layerbench.backend.tensorrt;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of precompiled kernels that the builder finds beside TensorRT's library. A full
 * installation has one per GPU architecture; the redistributable jar has the portable one alone,
 * which is compiled on the device, takes longer to build with, and may come to other kernels.
 *
 * @param names what the files are for, such as "sm90" or "ptx", sorted
 */
record BuilderResources(List<String> names) {

  /** How the files' names begin. */
  static final String PREFIX = "libnvinfer_builder_resource_";

  private static final Pattern FILE = Pattern.compile(PREFIX + "(\\w+)\\.so\\..*");

  BuilderResources {
    names = names.stream().sorted().toList();
  }

  static BuilderResources in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new BuilderResources(
          files
              .map(file -> FILE.matcher(String.valueOf(file.getFileName())))
              .filter(Matcher::matches)
              .map(file -> file.group(1))
              .distinct()
              .toList());
    } catch (IOException e) {
      throw new EnvironmentException(
          "The folder " + folder + " cannot be read (" + IoReason.of(e) + ").", "", e);
    }
  }

  /** For people: what times measured with these files have to be labelled with. */
  String label() {
    if (names.isEmpty()) {
      return "no builder resources";
    }
    return names.equals(List.of("ptx")) ? "ptx-only redist" : String.join(", ", names);
  }
}

package io.layerbench.backend;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * ONNX Runtime's libraries inside the jar. Left alone, every process unpacks them anew, which is a
 * third of a fork's time; so a run unpacks them once and points its forks there.
 */
final class OrtNatives {

  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  private OrtNatives() {}

  /** The platform as the jar's folders name it, such as "linux-x64". */
  static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String family = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return family + "-" + (arm ? "aarch64" : arch.equals("amd64") ? "x64" : arch);
  }

  /** True when the jar has libraries for this platform. */
  static boolean carried() {
    return OrtNatives.class.getResource(resource(LIBRARIES.get(0))) != null;
  }

  private static String resource(String library) {
    return "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library);
  }

  /** Unpacks the libraries into a folder, unless they lie there. */
  static void unpack(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String library : LIBRARIES) {
        Path file = folder.resolve(System.mapLibraryName(library));
        if (!Files.exists(file)) {
          unpack(library, file);
        }
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "ONNX Runtime cannot be unpacked into " + folder + " (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  private static void unpack(String library, Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (InputStream in = OrtNatives.class.getResourceAsStream(resource(library))) {
      if (in == null) {
        throw new IOException("the jar has no " + resource(library));
      }
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

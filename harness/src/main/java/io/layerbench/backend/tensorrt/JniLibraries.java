package io.layerbench.backend.tensorrt;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The JNI libraries inside the jar, which join Java to TensorRT and CUDA; none is NVIDIA's. */
final class JniLibraries {

  private static final String ROOT = "/org/bytedeco/";

  private JniLibraries() {}

  /** True on the platform that the jar has them for. */
  static boolean fitPlatform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return os.contains("linux") && (arch.equals("amd64") || arch.equals("x86_64"));
  }

  /** Unpacks them into a new folder that is deleted when this process ends. */
  static Path unpackTemporarily() {
    try {
      Path folder = Files.createTempDirectory("layerbench-tensorrt");
      folder.toFile().deleteOnExit();
      for (String resource : NativeLibraries.jointResources()) {
        folder.resolve(Path.of(resource).getFileName()).toFile().deleteOnExit();
      }
      unpack(folder);
      return folder;
    } catch (IOException e) {
      throw new EnvironmentException(
          "No temporary folder can be made (" + IoReason.of(e) + ").", "check the disk.", e);
    }
  }

  /** Unpacks them into a folder, unless they lie there whole. */
  static void unpack(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String resource : NativeLibraries.jointResources()) {
        byte[] bytes = read(resource);
        Path file = folder.resolve(Path.of(resource).getFileName());
        if (!Files.exists(file) || Files.size(file) != bytes.length) {
          AtomicFiles.write(file, bytes);
        }
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "The TensorRT backend cannot be unpacked into " + folder + " (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = JniLibraries.class.getResourceAsStream(ROOT + resource)) {
      if (in == null) {
        throw new IOException("the jar has no " + ROOT + resource);
      }
      return in.readAllBytes();
    }
  }
}

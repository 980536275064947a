package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Rung;
import io.layerbench.backend.RungException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * TensorRT's libraries and the small ones that join them to Java, loaded by hand.
 *
 * <p>The stock loader of the JavaCPP presets loads cuBLAS, cuDNN and NVRTC first, which TensorRT
 * does not need and which no Maven artifact holds. So it is switched off ({@link #SWITCH}), and the
 * five or seven files that are needed are loaded by absolute path, each after those that it links
 * to. The linker then finds them by their names, without a search path.
 *
 * @param nvidia a folder that has libnvinfer.so.11, libnvonnxparser.so.11 and libcudart.so.13 in it
 *     or below it, as unpacked from the redistributable jars or as installed
 * @param joints the folder of the JNI libraries, as {@link JniLibraries} unpacks them
 */
record NativeLibraries(Path nvidia, Path joints) {

  /** Set to "false" in a process before the first class of JavaCPP is loaded. */
  static final String SWITCH = "org.bytedeco.javacpp.loadlibraries";

  static final String INFER = "libnvinfer.so.11";
  static final String PARSER = "libnvonnxparser.so.11";
  static final String CUDART = "libcudart.so.13";

  /** The jars have their libraries four folders down. */
  private static final int MOST_DEPTH = 6;

  private static final String INSTALL =
      "give the jar org.bytedeco:tensorrt:11.2-1.5.14:linux-x86_64-redist to `natives --from`, or"
          + " name the lib folder of a TensorRT 11.2 installation.";
  private static final String INSTALL_CUDA =
      "give the jar org.bytedeco:cuda-redist:13.3-9.25-1.5.14:linux-x86_64 to `natives --from`, or"
          + " name the lib folder of a CUDA 13 installation.";

  /** Refuses a folder that lacks a file, naming the first one that is missing. */
  static void requireFiles(Path nvidia) {
    find(nvidia, INFER, INSTALL);
    find(nvidia, PARSER, INSTALL);
    find(nvidia, CUDART, INSTALL_CUDA);
  }

  /** A file in a folder or below it; the first by its path where there are several. */
  private static Path find(Path folder, String name, String remedy) {
    try (Stream<Path> files =
        Files.find(
            folder.toAbsolutePath(),
            MOST_DEPTH,
            (file, attributes) -> file.endsWith(name) && Files.isRegularFile(file))) {
      return files
          .sorted()
          .findFirst()
          .orElseThrow(() -> missing(name + " is not in " + folder.toAbsolutePath(), remedy));
    } catch (IOException | UncheckedIOException e) {
      throw missing(folder.toAbsolutePath() + " cannot be read (" + e + ")", remedy);
    }
  }

  private static RungException missing(String message, String remedy) {
    return new RungException(Rung.NATIVES_FOUND, message, remedy);
  }

  /** The builder's files of kernels, which TensorRT looks for beside itself. */
  BuilderResources builderResources() {
    Path folder = find(nvidia, INFER, INSTALL).getParent();
    return BuilderResources.in(folder == null ? nvidia : folder);
  }

  /** Loads what builds and parses; needs no driver. */
  void loadTensorRt() {
    loadTensorRt(path -> System.load(path.toString()));
  }

  void loadTensorRt(Consumer<Path> linker) {
    refuseStockLoader();
    load(linker, joints.resolve("libjnijavacpp.so"), INSTALL);
    load(linker, find(nvidia, INFER, INSTALL), INSTALL);
    load(linker, find(nvidia, PARSER, INSTALL), INSTALL);
    load(linker, joints.resolve("libjninvinfer.so"), INSTALL);
    load(linker, joints.resolve("libjninvonnxparser.so"), INSTALL);
  }

  /** Loads CUDA's runtime, behind {@link #loadTensorRt}; needs a driver. */
  void loadCuda() {
    loadCuda(path -> System.load(path.toString()));
  }

  void loadCuda(Consumer<Path> linker) {
    load(linker, find(nvidia, CUDART, INSTALL_CUDA), INSTALL_CUDA);
    load(linker, joints.resolve("libjnicudart.so"), INSTALL_CUDA);
  }

  private static void refuseStockLoader() {
    if (!"false".equals(System.getProperty(SWITCH))) {
      throw new IllegalStateException("The process was started without -D" + SWITCH + "=false.");
    }
  }

  private static void load(Consumer<Path> linker, Path file, String remedy) {
    Path absolute = file.toAbsolutePath();
    try {
      linker.accept(absolute);
    } catch (UnsatisfiedLinkError e) {
      throw new RungException(
          Rung.LIBRARIES_LOAD,
          absolute.getFileName() + ": " + e.getMessage(),
          "all libraries must be of one version and for this platform: " + remedy,
          e);
    }
  }

  /** The JNI libraries by the names of the resources in the presets' jars. */
  static List<String> jointResources() {
    return List.of(
        "javacpp/linux-x86_64/libjnijavacpp.so",
        "tensorrt/linux-x86_64/libjninvinfer.so",
        "tensorrt/linux-x86_64/libjninvonnxparser.so",
        "cuda/linux-x86_64/libjnicudart.so");
  }
}

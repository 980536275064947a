package io.layerbench.backend.tensorrt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * TensorRT's libraries and the small ones that join them to Java, loaded by hand.
 *
 * <p>The stock loader of the JavaCPP presets loads cuBLAS, cuDNN and NVRTC first, which TensorRT
 * does not need and which no Maven artifact holds. So it is switched off ({@link #SWITCH}), and the
 * five or seven files that are needed are loaded by absolute path, each after those that it links
 * to. The linker then finds them by their names, without a search path.
 *
 * @param nvidia the folder of libnvinfer.so.11, libnvonnxparser.so.11 and libcudart.so.13, as
 *     unpacked from the redistributable jars or as TensorRT's own installation has them
 * @param joints the folder of the JNI libraries, as {@link JniLibraries} unpacks them
 */
record NativeLibraries(Path nvidia, Path joints) {

  /** Set to "false" in a process before the first class of JavaCPP is loaded. */
  static final String SWITCH = "org.bytedeco.javacpp.loadlibraries";

  static final String INFER = "libnvinfer.so.11";
  static final String PARSER = "libnvonnxparser.so.11";
  static final String CUDART = "libcudart.so.13";

  private static final String INSTALL =
      "unpack the jar org.bytedeco:tensorrt:11.2-1.5.14:linux-x86_64-redist, or name the lib folder"
          + " of a TensorRT 11.2 installation.";
  private static final String INSTALL_CUDA =
      "unpack the jar org.bytedeco:cuda-redist:13.3-9.25-1.5.14:linux-x86_64, or name the lib"
          + " folder of a CUDA 13 installation.";

  /** Refuses a folder that lacks a file, naming the first one that is missing. */
  static void requireFiles(Path nvidia) {
    require(nvidia, INFER, INSTALL);
    require(nvidia, PARSER, INSTALL);
    require(nvidia, CUDART, INSTALL_CUDA);
  }

  private static void require(Path nvidia, String file, String remedy) {
    if (!Files.isRegularFile(nvidia.resolve(file))) {
      throw new RungException(
          Rung.NATIVES_FOUND, file + " is not in " + nvidia.toAbsolutePath(), remedy);
    }
  }

  /** Loads what builds and parses; needs no driver. */
  void loadTensorRt() {
    loadTensorRt(path -> System.load(path.toString()));
  }

  void loadTensorRt(Consumer<Path> linker) {
    refuseStockLoader();
    load(linker, joints.resolve("libjnijavacpp.so"), INSTALL);
    load(linker, nvidia.resolve(INFER), INSTALL);
    load(linker, nvidia.resolve(PARSER), INSTALL);
    load(linker, joints.resolve("libjninvinfer.so"), INSTALL);
    load(linker, joints.resolve("libjninvonnxparser.so"), INSTALL);
  }

  /** Loads CUDA's runtime, behind {@link #loadTensorRt}; needs a driver. */
  void loadCuda() {
    loadCuda(path -> System.load(path.toString()));
  }

  void loadCuda(Consumer<Path> linker) {
    load(linker, nvidia.resolve(CUDART), INSTALL_CUDA);
    load(linker, joints.resolve("libjnicudart.so"), INSTALL_CUDA);
  }

  private static void refuseStockLoader() {
    if (!"false".equals(System.getProperty(SWITCH))) {
      throw new IllegalStateException("The process was started without -D" + SWITCH + "=false.");
    }
  }

  private static void load(Consumer<Path> linker, Path file, String remedy) {
    Path absolute = file.toAbsolutePath();
    if (!Files.isRegularFile(absolute)) {
      throw new RungException(
          Rung.LIBRARIES_LOAD,
          absolute.getFileName() + " is not in " + absolute.getParent(),
          remedy);
    }
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

package io.layerbench.natives;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The libraries of a backend.
 *
 * @param backend its name
 * @param runtime those of the runtime itself, which lie in one folder
 * @param preloaded those that its provider links to, in the order in which they are loaded
 */
public record LibrarySet(String backend, List<GpuLibrary> runtime, List<GpuLibrary> preloaded) {

  private static final List<GpuLibrary> CUDA_12 =
      List.of(
          GpuLibrary.CUDART,
          GpuLibrary.CUBLAS_LT,
          GpuLibrary.CUBLAS,
          GpuLibrary.CURAND,
          GpuLibrary.CUFFT,
          GpuLibrary.CUDNN);

  /** ONNX Runtime on CUDA. */
  public static final LibrarySet CUDA =
      new LibrarySet("cuda", runtime(GpuLibrary.PROVIDERS_CUDA), CUDA_12);

  /** ONNX Runtime's TensorRT provider. */
  public static final LibrarySet ORT_TENSORRT =
      new LibrarySet(
          "ort-tensorrt",
          runtime(GpuLibrary.PROVIDERS_TENSORRT),
          Stream.concat(CUDA_12.stream(), Stream.of(GpuLibrary.NVINFER, GpuLibrary.NVONNXPARSER))
              .toList());

  public LibrarySet {
    runtime = List.copyOf(runtime);
    preloaded = List.copyOf(preloaded);
  }

  /** Every set that this program knows. */
  public static List<LibrarySet> all() {
    return List.of(CUDA, ORT_TENSORRT);
  }

  /** All of them, in the order in which they are needed. */
  public List<GpuLibrary> libraries() {
    return Stream.concat(runtime.stream(), preloaded.stream()).toList();
  }

  private static List<GpuLibrary> runtime(GpuLibrary provider) {
    return List.of(
        GpuLibrary.ONNXRUNTIME, GpuLibrary.ONNXRUNTIME_JNI, GpuLibrary.PROVIDERS_SHARED, provider);
  }

  /** Why there can be no such libraries on a platform; empty where there can. */
  public static Optional<String> unpublished(Platform platform) {
    boolean published = platform.arch().equals("x64") && platform.os() != Platform.Os.MACOS;
    return published
        ? Optional.empty()
        : Optional.of(
            "ONNX Runtime publishes GPU libraries for linux-x64 and win-x64, not for " + platform);
  }
}

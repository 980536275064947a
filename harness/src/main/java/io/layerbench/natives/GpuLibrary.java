package io.layerbench.natives;

/**
 * A library that a GPU backend needs, by its file names. The numbers are the binary interface that
 * ONNX Runtime's published build was linked with: CUDA 12, cuDNN 9, TensorRT 10.
 */
public enum GpuLibrary {
  ONNXRUNTIME("ONNX Runtime", "libonnxruntime.so", "onnxruntime.dll", true),
  ONNXRUNTIME_JNI("ONNX Runtime", "libonnxruntime4j_jni.so", "onnxruntime4j_jni.dll", true),
  PROVIDERS_SHARED(
      "ONNX Runtime",
      "libonnxruntime_providers_shared.so",
      "onnxruntime_providers_shared.dll",
      true),
  PROVIDERS_CUDA(
      "ONNX Runtime", "libonnxruntime_providers_cuda.so", "onnxruntime_providers_cuda.dll", true),
  PROVIDERS_TENSORRT(
      "ONNX Runtime",
      "libonnxruntime_providers_tensorrt.so",
      "onnxruntime_providers_tensorrt.dll",
      true),
  CUDART("CUDA 12", "libcudart.so.12", "cudart64_12.dll", true),
  CUBLAS_LT("CUDA 12", "libcublasLt.so.12", "cublasLt64_12.dll", true),
  CUBLAS("CUDA 12", "libcublas.so.12", "cublas64_12.dll", true),
  CURAND("CUDA 12", "libcurand.so.10", "curand64_10.dll", true),
  /** Opened when an operator first asks for it, which few models do. */
  CUFFT("CUDA 12", "libcufft.so.11", "cufft64_11.dll", false),
  /** Opened when the first convolution asks for it. */
  CUDNN("cuDNN 9", "libcudnn.so.9", "cudnn64_9.dll", true),
  NVINFER("TensorRT 10", "libnvinfer.so.10", "nvinfer_10.dll", true),
  NVONNXPARSER("TensorRT 10", "libnvonnxparser.so.10", "nvonnxparser_10.dll", true);

  private final String product;
  private final String linux;
  private final String windows;
  private final boolean required;

  GpuLibrary(String product, String linux, String windows, boolean required) {
    this.product = product;
    this.linux = linux;
    this.windows = windows;
    this.required = required;
  }

  /** What it is a part of, such as "CUDA 12". */
  public String product() {
    return product;
  }

  /** True where nothing runs without it. */
  public boolean required() {
    return required;
  }

  /** Its file name there. There are none for macOS, where Linux's stands in messages. */
  public String file(Platform platform) {
    return platform.os() == Platform.Os.WINDOWS ? windows : linux;
  }
}

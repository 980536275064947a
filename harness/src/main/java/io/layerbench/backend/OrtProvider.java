package io.layerbench.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.layerbench.natives.LibrarySet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A provider of ONNX Runtime that runs models on NVIDIA's first device, and its settings. They are
 * given as the runtime's own option objects, since only those put the name of a missing library
 * into the error's message.
 */
enum OrtProvider implements OrtSessions.Provider {
  /** NVIDIA's kernels one by one: cuDNN, cuBLAS and the runtime's own. */
  CUDA {
    @Override
    void addProvider(OrtSession.SessionOptions options) throws OrtException {
      try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(DEVICE)) {
        for (Map.Entry<String, String> one : settings().entrySet()) {
          cuda.add(one.getKey(), one.getValue());
        }
        options.addCUDA(cuda);
      }
    }

    @Override
    Map<String, String> settings() {
      return Map.of(
          // FP32 means FP32: TF32 would compute with 10 bits of mantissa.
          "use_tf32", "0",
          // Every algorithm is tried when a convolution first runs, which priming leaves behind.
          "cudnn_conv_algo_search", "EXHAUSTIVE");
    }
  },

  /** Subgraphs as TensorRT engines; the precision is that of the ONNX file. */
  TENSORRT {
    @Override
    void addProvider(OrtSession.SessionOptions options) throws OrtException {
      try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(DEVICE)) {
        for (Map.Entry<String, String> one : settings().entrySet()) {
          tensorRt.add(one.getKey(), one.getValue());
        }
        options.addTensorrt(tensorRt);
      }
    }

    @Override
    Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("trt_max_workspace_size", String.valueOf(1L << 30));
      String engines = System.getProperty(ENGINES_PROPERTY);
      if (engines != null) {
        settings.put("trt_engine_cache_enable", "1");
        settings.put("trt_engine_cache_path", engines);
        settings.put("trt_timing_cache_enable", "1");
        settings.put("trt_timing_cache_path", engines);
      }
      return settings;
    }
  };

  /** In child processes: the run's own folder of built engines. Without it nothing is kept. */
  static final String ENGINES_PROPERTY = "layerbench.ort.engines";

  private static final int DEVICE = 0;

  /** What it links to; the set has the backend's name. */
  LibrarySet libraries() {
    return switch (this) {
      case CUDA -> LibrarySet.CUDA;
      case TENSORRT -> LibrarySet.ORT_TENSORRT;
    };
  }

  /** What differs from the runtime's own defaults. */
  abstract Map<String, String> settings();

  abstract void addProvider(OrtSession.SessionOptions options) throws OrtException;

  /**
   * With no way back to the CPU: what the provider cannot run is refused, and never timed. Biases
   * stay in float as the file has them: the runtime would make INT32 of them, which neither CUDA's
   * DequantizeLinear nor TensorRT takes.
   */
  @Override
  public void addTo(OrtSession.SessionOptions options) throws OrtException {
    addProvider(options);
    options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
    options.addConfigEntry("optimization.disable_specified_optimizers", "WeightBiasQuantization");
  }
}

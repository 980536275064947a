package io.layerbench.backend.tensorrt;

import io.layerbench.base.Digests;
import io.layerbench.base.Json;
import java.util.List;

/**
 * All that an engine depends on: the same key, the same engine.
 *
 * @param modelSha256 of the ONNX file
 * @param gpu the device, its driver and CUDA
 * @param tensorRt the version of the libraries
 * @param resources the builder's files of kernels
 * @param workspaceBytes what the builder may use
 */
record EngineKey(
    String modelSha256, Gpu gpu, String tensorRt, List<String> resources, long workspaceBytes) {

  EngineKey {
    resources = List.copyOf(resources);
  }

  /** The file's name. */
  String digest() {
    return Digests.sha256(Json.line(this));
  }

  /** The same for all models: what measured times of kernels depend on. */
  String timingDigest() {
    return new EngineKey("", gpu, tensorRt, resources, workspaceBytes).digest();
  }
}

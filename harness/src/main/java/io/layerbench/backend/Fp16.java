package io.layerbench.backend;

/** What FP16 means on a backend. */
public enum Fp16 {
  /** Kernels compute in half precision; FP16 models take and give FP16 tensors. */
  NATIVE,
  /** Weights are stored in half precision and cast once at load; everything is computed in FP32. */
  STORAGE
}

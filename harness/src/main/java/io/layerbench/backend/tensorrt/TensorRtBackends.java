package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Backend;

/** Gives the registry what this package has. */
public final class TensorRtBackends {

  private TensorRtBackends() {}

  /** The backend "tensorrt". */
  public static Backend tensorRt() {
    return new TensorRtBackend();
  }
}

package io.layerbench.device;

/** The part of a machine that runs a backend's models, and whose energy is therefore counted. */
public enum EnergyDomain {
  /** The processor's packages. */
  CPU,
  /** One NVIDIA graphics processor. */
  NVIDIA_GPU
}

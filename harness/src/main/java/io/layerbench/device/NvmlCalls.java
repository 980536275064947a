package io.layerbench.device;

/** NVML's functions, called by their names; a test can stand in for them. */
@FunctionalInterface
interface NvmlCalls {

  /** NVML_SUCCESS. */
  int SUCCESS = 0;

  /** NVML_ERROR_FUNCTION_NOT_FOUND: also what stands for a function that this driver lacks. */
  int FUNCTION_NOT_FOUND = 13;

  /**
   * Calls a function.
   *
   * @param arguments numbers, and arrays of one primitive type that the function writes into; a
   *     device's handle is a number of 64 bits
   * @return the function's own status
   */
  int call(String function, Object... arguments);
}

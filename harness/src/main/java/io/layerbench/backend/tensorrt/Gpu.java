package io.layerbench.backend.tensorrt;

/**
 * What an engine depends on besides its model.
 *
 * @param name the device's, such as "NVIDIA H100 80GB HBM3"
 * @param capability its compute capability, such as "9.0"
 * @param driver the newest CUDA version that the driver knows, such as 13030
 * @param runtime CUDA's runtime's version
 */
record Gpu(String name, String capability, int driver, int runtime) {}

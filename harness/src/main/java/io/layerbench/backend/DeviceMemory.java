package io.layerbench.backend;

/**
 * What a model holds of a device's own memory.
 *
 * @param weightBytes of all weights, by the runtime's own statistics
 * @param activationBytes for the activations and workspace of one inference at a time, likewise
 * @param growthBytes by how much the device's memory in use has grown since before the model was
 *     loaded, by the driver: with whatever other processes took or gave back meanwhile
 */
public record DeviceMemory(long weightBytes, long activationBytes, long growthBytes) {}

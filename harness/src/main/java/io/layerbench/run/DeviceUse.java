package io.layerbench.run;

import io.layerbench.backend.DeviceMemory;
import org.jspecify.annotations.Nullable;

/**
 * What a device with memory and a clock of its own says of a case.
 *
 * @param micros the median time of one call by the device's clock, in microseconds, without what
 *     the host does to start it; null where it has none
 * @param memory what the model holds there, in bytes; null where it is not known
 */
public record DeviceUse(@Nullable Double micros, @Nullable DeviceMemory memory) {}

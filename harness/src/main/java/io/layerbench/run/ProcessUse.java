package io.layerbench.run;

import io.layerbench.device.EnergyUse;
import org.jspecify.annotations.Nullable;

/**
 * What a fork's process took while it ran a model.
 *
 * @param cpuPercent CPU time over wall time of back-to-back calls after the samples, in percent:
 *     100 is one core; null for a layer's case, and where the system does not say
 * @param peakBytes the most resident memory that the process had until then, its Java included;
 *     null where the system does not say
 * @param energy of back-to-back calls after the samples; null where nothing counts it, and in all
 *     forks of a case but the first
 * @param clockLimits what held back the clock of the graphics processor right after the samples,
 *     "none", or "unknown"; null for a case on the processor
 * @param device what the device says of it; null for a case on the processor
 */
public record ProcessUse(
    @Nullable Double cpuPercent,
    @Nullable Long peakBytes,
    @Nullable EnergyUse energy,
    @Nullable String clockLimits,
    @Nullable DeviceUse device) {}

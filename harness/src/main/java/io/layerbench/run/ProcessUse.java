package io.layerbench.run;

import org.jspecify.annotations.Nullable;

/**
 * What a fork's process took while it ran a model.
 *
 * @param cpuPercent CPU time over wall time of back-to-back calls after the samples, in percent:
 *     100 is one core; null for a layer's case, and where the system does not say
 * @param peakBytes the most resident memory that the process had until then, its Java included;
 *     null where the system does not say
 */
public record ProcessUse(@Nullable Double cpuPercent, @Nullable Long peakBytes) {}

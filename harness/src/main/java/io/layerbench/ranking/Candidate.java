package io.layerbench.ranking;

import org.jspecify.annotations.Nullable;

/**
 * What a policy decides by: the terms of a layer that was timed and has an INT8 form.
 *
 * @param layer the layer's name
 * @param latencyMs FP32, median of fork medians, in ms
 * @param cost the score's numerator, latency plus memory as the score takes them
 * @param score cost / (sensitivity + ε), by which layers are ranked; null when unranked
 */
public record Candidate(String layer, double latencyMs, double cost, @Nullable Double score) {}

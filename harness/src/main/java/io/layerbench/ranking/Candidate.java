package io.layerbench.ranking;

/**
 * What a policy decides by: a ranked layer's terms.
 *
 * @param latencyMs FP32, median of fork medians, in ms
 * @param cost the score's numerator, latency plus memory as the score takes them
 * @param score cost / (sensitivity + ε), by which they are ranked
 */
public record Candidate(double latencyMs, double cost, double score) {}

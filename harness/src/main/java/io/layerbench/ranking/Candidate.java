package io.layerbench.ranking;

/**
 * What a policy decides by: a ranked layer's terms.
 *
 * @param latencyMs FP32, median of fork medians, in ms
 * @param cost the score's numerator, latency plus memory as the score takes them
 */
public record Candidate(double latencyMs, double cost) {}

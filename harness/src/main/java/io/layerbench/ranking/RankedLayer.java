package io.layerbench.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.layerbench.base.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A row of a ranking.
 *
 * @param rank from 1, ties sharing a rank; null when unranked
 * @param layer the layer's name
 * @param op its anchor's operator
 * @param backend where it was timed
 * @param parameters how many
 * @param latencyMs FP32, median of fork medians, in ms; null when it has no valid time
 * @param memoryMb M_i = params · 32 / 8 in MB of 10⁶ bytes
 * @param sensitivity S_i at INT8; null when unknown
 * @param score null when unranked
 * @param precision what the plan gives it
 * @param reason why it is unranked; null when ranked
 * @param energyMj FP32, millijoules per call; null when unknown
 * @param outputNoise the power of its error at the model's output in INT8, relative to the output's
 *     own; null when unknown
 */
public record RankedLayer(
    @Nullable Integer rank,
    String layer,
    String op,
    String backend,
    long parameters,
    @Nullable Double latencyMs,
    double memoryMb,
    @Nullable Double sensitivity,
    @Nullable Double score,
    Precision precision,
    @Nullable String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double energyMj,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double outputNoise) {}

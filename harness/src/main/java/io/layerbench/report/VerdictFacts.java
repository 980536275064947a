package io.layerbench.report;

import io.layerbench.backend.Fp16;
import java.util.Map;

/**
 * What a verdict must know beside the evaluation.
 *
 * @param fp16 what FP16 means, by backend; only backends on which it was measured
 * @param randomCalibration whether calibration ran on random inputs
 * @param failedCases how many cases failed
 */
public record VerdictFacts(Map<String, Fp16> fp16, boolean randomCalibration, int failedCases) {

  public VerdictFacts {
    fp16 = Map.copyOf(fp16);
  }
}

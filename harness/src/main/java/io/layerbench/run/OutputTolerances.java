package io.layerbench.run;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;

/**
 * How far a case's output may be from the simulation of its precision, as a share of the output's
 * range. What is beyond is no rounding. docs/measurement.md has the reasons, and what real models
 * come to.
 */
public final class OutputTolerances {

  /**
   * Arithmetic in 32-bit floats. A sum of n products is off by n · 2^-24 of its terms at most
   * (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1): 16,384 products.
   */
  public static final double FLOAT = 0x1p-10;

  /** Arithmetic in 16-bit floats, each of whose roundings is off by 2^-11: 32 of them. */
  static final double HALF_LAYER = 0x1p-6;

  /** The same through all layers of a model. */
  static final double HALF_MODEL = 0x1p-4;

  /**
   * Integers. What lies near to half a step goes the other way in another order of sums: one of 255
   * steps per operator, and a piece of glue has some.
   */
  static final double INT8_LAYER = 4 / 255.0;

  /** The same through all layers, each of which multiplies the steps of those before. */
  static final double INT8_MODEL = 0.25;

  private OutputTolerances() {}

  /**
   * The tolerance of a case.
   *
   * @param fp16 what FP16 means on its backend
   */
  public static double of(BenchmarkCase one, Fp16 fp16) {
    boolean model = one.kind() == CaseKind.MODEL;
    if (one.variant().equals(Precision.FP32.id())) {
      return FLOAT;
    }
    if (one.variant().equals(Precision.FP16.id())) {
      double half = model ? HALF_MODEL : HALF_LAYER;
      return fp16 == Fp16.STORAGE ? FLOAT : half;
    }
    return model ? INT8_MODEL : INT8_LAYER;
  }
}

package io.layerbench.quantize;

import java.nio.FloatBuffer;

/**
 * Finds the ranges of tensors from the values that they take; it sees each value once and keeps
 * none.
 */
public interface Calibrator {

  /** The name of the method as the scheme and the table state it, for example "minmax". */
  String method();

  /**
   * Takes the values of one tensor in one run.
   *
   * @param values from position to limit; the position is left as it was
   * @throws io.layerbench.base.InvalidInputException where a value is NaN or infinite
   */
  void observe(String tensor, FloatBuffer values);

  /**
   * The ranges of all tensors seen so far.
   *
   * @param samples how many samples were run
   * @param random true when the inputs were random numbers
   */
  CalibrationTable table(String modelSha256, int samples, boolean random);
}

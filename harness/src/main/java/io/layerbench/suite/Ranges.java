package io.layerbench.suite;

import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.Scheme;
import java.util.Map;

/**
 * How every backend of a run quantizes.
 *
 * @param tables the ranges by every method
 * @param schemes by backend
 */
record Ranges(CalibrationTables tables, Map<String, Scheme> schemes) {
  Ranges {
    schemes = Map.copyOf(schemes);
  }

  /**
   * A scheme with its ranges.
   *
   * @param scheme how quantization is done
   * @param ranges by the scheme's calibration
   */
  record Calibrated(Scheme scheme, CalibrationTable ranges) {}

  Calibrated of(String backend) {
    Scheme scheme = schemes.get(backend);
    if (scheme == null) {
      throw new IllegalStateException("no scheme for (" + backend + ")");
    }
    return new Calibrated(scheme, tables.by(scheme.calibration()));
  }
}

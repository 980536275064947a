package io.layerbench.suite;

import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.LayerRanges;
import io.layerbench.quantize.Scheme;
import java.util.Map;

/**
 * How every backend of a run quantizes.
 *
 * @param tables the ranges by every method
 * @param schemes by backend
 * @param workspace the model that the ranges are of
 */
record Ranges(CalibrationTables tables, Map<String, Scheme> schemes, Workspace workspace) {
  Ranges {
    schemes = Map.copyOf(schemes);
  }

  /**
   * A scheme with its ranges.
   *
   * @param scheme how quantization is done
   * @param ranges by the scheme's calibrations
   */
  record Calibrated(Scheme scheme, CalibrationTable ranges) {}

  /** Those of a backend. */
  Calibrated of(String backend) {
    Scheme scheme = schemes.get(backend);
    if (scheme == null) {
      throw new IllegalStateException("no scheme for (" + backend + ")");
    }
    return new Calibrated(
        scheme, LayerRanges.of(tables, scheme, workspace.prepared(), workspace.layers()));
  }
}

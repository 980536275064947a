package io.layerbench.suite;

import io.layerbench.quantize.CalibrationTable;
import java.util.Map;

/**
 * The calibrated ranges of every backend of a run.
 *
 * @param tables by backend
 */
record Ranges(Map<String, CalibrationTable> tables) {

  Ranges {
    tables = Map.copyOf(tables);
  }

  CalibrationTable of(String backend) {
    CalibrationTable table = tables.get(backend);
    if (table == null) {
      throw new IllegalStateException("no calibration for (" + backend + ")");
    }
    return table;
  }
}

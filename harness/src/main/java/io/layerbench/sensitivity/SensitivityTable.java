package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import java.util.List;
import java.util.Optional;

/**
 * Sensitivities of one model under one scheme.
 *
 * @param modelSha256 the model's digest
 * @param scheme the scheme's digest
 * @param rows in the model's order
 */
public record SensitivityTable(String modelSha256, String scheme, List<LayerSensitivity> rows) {

  public SensitivityTable {
    rows = List.copyOf(rows);
  }

  /** The row of that layer and precision. */
  public Optional<LayerSensitivity> find(String layer, Precision precision) {
    return rows.stream()
        .filter(row -> row.layer().equals(layer) && row.precision() == precision)
        .findFirst();
  }
}

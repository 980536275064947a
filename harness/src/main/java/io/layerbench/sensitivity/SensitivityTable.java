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
public record SensitivityTable(String modelSha256, String scheme, List<SensitivityRow> rows) {

  public SensitivityTable {
    rows = List.copyOf(rows);
  }

  /** The row of that layer alone in that precision. */
  public Optional<SensitivityRow> find(String layer, Precision precision) {
    return layerRows().stream()
        .filter(row -> row.unit().equals(layer) && row.precision() == precision)
        .findFirst();
  }

  /** The rows of single layers, which rankings and charts take. */
  public List<SensitivityRow> layerRows() {
    return rows.stream().filter(SensitivityRow::isLayer).toList();
  }
}

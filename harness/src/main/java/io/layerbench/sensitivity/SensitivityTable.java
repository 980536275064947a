package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    Set<List<Object>> seen = new HashSet<>();
    for (SensitivityRow row : rows) {
      if (!seen.add(row.key())) {
        throw new IllegalArgumentException("(" + row.unit() + ") has two rows of the same case");
      }
    }
  }

  /** The same table with the rows of another one of the same model and scheme behind its own. */
  public SensitivityTable with(SensitivityTable other) {
    if (!modelSha256.equals(other.modelSha256) || !scheme.equals(other.scheme)) {
      throw new IllegalArgumentException("the tables are of different models or schemes");
    }
    return new SensitivityTable(
        modelSha256, scheme, Stream.concat(rows.stream(), other.rows.stream()).toList());
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

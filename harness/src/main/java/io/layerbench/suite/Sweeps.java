package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every sensitivity sweep begins and ends with. */
final class Sweeps {

  private Sweeps() {}

  /** Makes cases of those layers, as far as they can be simulated. */
  static SweepCases cases(
      Workspace workspace, Backend backend, Ranges.Calibrated ranges, List<String> layers) {
    List<Layer> parts = LayerSplitter.split(workspace.prepared());
    ModelQuantizer quantizer = workspace.sampleQuantizer(backend, ranges, parts);
    Map<String, Layer> byName = new HashMap<>();
    parts.forEach(part -> byName.put(part.name(), part));
    return new SweepCases(
        layers,
        (layer, treatment) ->
            quantizer
                .notSimulated(
                    Objects.requireNonNull(byName.get(layer), layer), treatment.precision())
                .isEmpty());
  }

  /**
   * The finished rows.
   *
   * @param scheme the scheme's digest
   * @param sums all shards together, in the order of the cases
   */
  static SensitivityTable table(
      String modelSha256, String scheme, List<SweepCase> cases, List<PartialSensitivity> sums) {
    List<SensitivityRow> rows = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      rows.add(SensitivityRow.of(cases.get(i), sums.get(i)));
    }
    return new SensitivityTable(modelSha256, scheme, rows);
  }
}

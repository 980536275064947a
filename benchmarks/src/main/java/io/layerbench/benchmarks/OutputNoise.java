package io.layerbench.benchmarks;

import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Precision;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivitySweep;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import io.layerbench.sensitivity.Unit;
import io.layerbench.worker.DataSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers' sensitivities at INT8, over calibration samples, for experiments. */
final class OutputNoise {

  private OutputNoise() {}

  /**
   * A row per layer, with the error at the model's output.
   *
   * @param layers those that have an INT8 form
   * @param samples how many calibration samples
   */
  static List<SensitivityRow> rows(
      ExperimentModel subject,
      ModelQuantizer quantizer,
      List<String> layers,
      DataSource data,
      int samples) {
    OnnxModel model = subject.model();
    List<SweepCase> cases =
        new SweepCases(layers, (layer, treatment) -> true)
            .of(
                layers.stream().map(Unit::layer).toList(),
                EnumSet.of(Mode.ONLY),
                List.of(Treatment.of(Precision.INT8)));
    SensitivitySweep.Settings settings =
        new SensitivitySweep.Settings(
            cases, model.graph().outputs().get(0).getName(), SensitivitySweep.DEFAULT_BUDGET);
    Items items = items(model, data, samples);
    try (SensitivitySweep sweep =
        new SensitivitySweep(
            model, subject.parts(), quantizer::simulate, Backends.named("cpu"), settings)) {
      for (int i = 0; i < items.size(); i++) {
        sweep.observe(items.get(i));
      }
      List<PartialSensitivity> sums = sweep.partials();
      List<SensitivityRow> rows = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        rows.add(SensitivityRow.of(cases.get(i), sums.get(i)));
      }
      return rows;
    }
  }

  private static Items items(OnnxModel model, DataSource data, int samples) {
    try (Session session = Backends.named("cpu").open(model.toBytes(), SessionSettings.shared(1))) {
      return data.calibrate(session.inputs(), samples);
    }
  }

  /** By layer; 0 where it is unknown. */
  static Map<String, Double> powers(List<SensitivityRow> rows) {
    Map<String, Double> powers = new LinkedHashMap<>();
    for (SensitivityRow row : rows) {
      Double noise = row.outputNoise();
      powers.put(row.unit(), noise == null ? 0 : noise);
    }
    return powers;
  }
}

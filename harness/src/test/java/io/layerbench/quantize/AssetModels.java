package io.layerbench.quantize;

import io.layerbench.TestAssets;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Dataset;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import java.io.File;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The real models with their data: prepared, split, calibrated on real items, and scored. */
record AssetModels(OnnxModel model, List<Layer> layers, Dataset dataset) {

  /** That model; aborts the test where the assets are missing. */
  static AssetModels of(String name) {
    String file =
        switch (name) {
          case "efficientnet-lite0" -> "efficientnet-lite0/efficientnet_lite0.onnx";
          case "squeezenet" -> "squeezenet/squeezenet1_1.onnx";
          case "resnet8", "resnet20", "resnet56" -> "cifar10/" + name + ".onnx";
          case "kws" -> "kws/kws_ds_cnn.onnx";
          case "vww" -> "vww/vww_mobilenet_v1_025.onnx";
          case "m5" -> "m5/m5.onnx";
          default -> throw new IllegalArgumentException(name);
        };
    OnnxModel model = OrtRuns.prepare(ModelReader.read(TestAssets.require(file)));
    try {
      File json =
          new File(
              Objects.requireNonNull(
                      AssetModels.class.getResource("/datasets/" + name + ".json"), name)
                  .toURI());
      return new AssetModels(
          model, LayerSplitter.split(model), Dataset.read(json.toPath(), TestAssets.require(".")));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Every layer in that precision. */
  Map<String, Precision> all(Precision precision) {
    Map<String, Precision> plan = new HashMap<>();
    layers.stream().filter(Layer::isRanked).forEach(layer -> plan.put(layer.name(), precision));
    return plan;
  }

  /** Min-max ranges over that many of the items for calibration. */
  CalibrationTable calibrate(int samples) {
    return calibrations(samples).by(CalibrationMethod.MINMAX);
  }

  /** Ranges by every method over that many of the items for calibration. */
  CalibrationTables calibrations(int samples) {
    Set<String> tensors = ModelQuantizer.rangesNeeded(model, layers);
    List<String> made =
        tensors.stream().filter(name -> model.graph().producer(name) != null).toList();
    Items items = dataset.calibrate().limit(samples, 1);
    Calibrations calibrator = new Calibrations();
    try (Session session = open(Edges.withOutputs(model, made), true)) {
      for (int i = 0; i < items.size(); i++) {
        Map<String, TensorData> values = new HashMap<>(items.get(i).inputs());
        values.putAll(session.run(values, made));
        values.keySet().retainAll(tensors);
        values.forEach((tensor, data) -> calibrator.observe(tensor, data.floats()));
      }
    }
    return calibrator.tables(model.sha256(), items.size(), false);
  }

  /**
   * The scores of that many of the items for evaluation.
   *
   * @param optimize false to run the graph as it is written
   */
  float[][] scores(OnnxModel changed, int samples, boolean optimize) {
    Items items = dataset.evaluate().limit(samples, 2);
    String output =
        dataset.scoredOutput().orElseGet(() -> model.graph().outputs().get(0).getName());
    float[][] scores = new float[items.size()][];
    try (Session session = open(changed, optimize)) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] =
            Objects.requireNonNull(
                    session.run(items.get(i).inputs(), List.of(output)).get(output), output)
                .toFloats();
      }
    }
    return scores;
  }

  /** How many of the items for evaluation a model puts into the right class. */
  int correct(OnnxModel changed, int samples) {
    Items items = dataset.evaluate().limit(samples, 2);
    float[][] scores = scores(changed, samples, true);
    int correct = 0;
    for (int i = 0; i < scores.length; i++) {
      int best = 0;
      for (int k = 1; k < scores[i].length; k++) {
        best = scores[i][k] > scores[i][best] ? k : best;
      }
      correct += best == items.get(i).label().orElse(-1) ? 1 : 0;
    }
    return correct;
  }

  private static Session open(OnnxModel model, boolean optimize) {
    return Backends.named("cpu")
        .open(model.toBytes(), new SessionSettings(1, false, true, optimize, null));
  }

  /** The index of the highest score, the first of equals. */
  static int top(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** How many items have another top class. */
  static int differences(float[][] one, float[][] other) {
    int different = 0;
    for (int i = 0; i < one.length; i++) {
      different += top(one[i]) == top(other[i]) ? 0 : 1;
    }
    return different;
  }
}

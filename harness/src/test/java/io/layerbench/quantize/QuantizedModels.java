package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Quantizers of hand-written models, calibrated on random inputs. */
final class QuantizedModels {

  static final Scheme UNSIGNED = Scheme.baseline(ActivationType.UINT8);

  private QuantizedModels() {}

  static ModelQuantizer quantizer(HandModels models, Scheme scheme, Fp16 fp16) {
    OnnxModel model = models.model();
    List<Layer> layers = models.layers();
    CalibrationTable ranges = OrtRuns.calibrate(model, ModelQuantizer.rangesNeeded(model, layers));
    return new ModelQuantizer(model, layers, scheme, ranges, fp16);
  }

  static ModelQuantizer quantizer(HandModels models) {
    return quantizer(models, UNSIGNED, Fp16.STORAGE);
  }

  static Map<String, Precision> all(HandModels models, Precision precision) {
    Map<String, Precision> plan = new HashMap<>();
    models.layers().stream()
        .filter(Layer::isRanked)
        .forEach(layer -> plan.put(layer.name(), precision));
    return plan;
  }

  static double sqnr(OnnxModel exact, OnnxModel changed) {
    Map<String, float[]> inputs = OrtRuns.randomInputs(exact, 2);
    return OrtRuns.sqnr(OrtRuns.run(exact, inputs, "y"), OrtRuns.run(changed, inputs, "y"));
  }
}

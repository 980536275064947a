package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.network.MobileNetV2;
import io.layerbench.onnx.network.ResNet18;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded weights must quantize as trained ones do, or the integer kernels get degenerate inputs.
 */
class ReferenceNetworksInt8Test {

  static Stream<Arguments> networks() {
    return Stream.of(Arguments.of(ResNet18.of(1), 20.0), Arguments.of(MobileNetV2.of(1), 10.0));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void fullInt8StaysCloseToFp32(OnnxModel network, double decibels) {
    OnnxModel model = OrtRuns.prepare(network);
    List<Layer> layers = LayerSplitter.split(model);
    CalibrationTable ranges = OrtRuns.calibrate(model, ModelQuantizer.rangesNeeded(model, layers));
    Map<String, Precision> plan = new HashMap<>();
    layers.stream()
        .filter(Layer::isRanked)
        .forEach(layer -> plan.put(layer.name(), Precision.INT8));

    OnnxModel int8 =
        new ModelQuantizer(model, layers, QuantizedModels.UNSIGNED, ranges, Fp16.STORAGE)
            .build(plan);

    Map<String, float[]> inputs = OrtRuns.randomInputs(model, 2);
    double sqnr =
        OrtRuns.sqnr(OrtRuns.run(model, inputs, "logits"), OrtRuns.run(int8, inputs, "logits"));
    assertThat(sqnr).isGreaterThan(decibels);
    assertThat(ModelSize.bytes(int8)).isLessThan(ModelSize.bytes(model) / 3);
  }
}

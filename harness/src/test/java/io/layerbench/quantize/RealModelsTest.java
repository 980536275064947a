package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.TestAssets;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealModelsTest {

  private record Prepared(OnnxModel model, List<Layer> layers, CalibrationTable ranges) {

    static Prepared of(String asset) {
      OnnxModel model = OrtRuns.prepare(ModelReader.read(TestAssets.require(asset)));
      List<Layer> layers = LayerSplitter.split(model);
      return new Prepared(
          model, layers, OrtRuns.calibrate(model, ModelQuantizer.rangesNeeded(model, layers)));
    }

    ModelQuantizer quantizer(Fp16 fp16) {
      return new ModelQuantizer(model, layers, Scheme.baseline(ActivationType.UINT8), ranges, fp16);
    }

    Map<String, Precision> all(Precision precision) {
      Map<String, Precision> plan = new HashMap<>();
      layers.stream().filter(Layer::isRanked).forEach(layer -> plan.put(layer.name(), precision));
      return plan;
    }

    double sqnr(OnnxModel changed) {
      Map<String, float[]> inputs = OrtRuns.randomInputs(model, 3);
      String output = model.graph().outputs().get(0).getName();
      return OrtRuns.sqnr(OrtRuns.run(model, inputs, output), OrtRuns.run(changed, inputs, output));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // model, convolutions, adds, concatenations, Q at the input, DQ before a float end, dB
    "cifar10/resnet20.onnx, 19, 9, 0, 1, 0, 20",
    "cifar10/resnet8.onnx, 9, 3, 0, 1, 0, 12",
    "kws/kws_ds_cnn.onnx, 9, 0, 0, 1, 0, 20",
    "squeezenet/squeezenet1_1.onnx, 26, 0, 8, 1, 1, 20",
    "efficientnet-lite0/efficientnet_lite0.onnx, 49, 9, 0, 1, 0, 10"
  })
  void fullInt8RunsOnIntegersOnly(
      String asset, int convs, int adds, int concats, int quantize, int dequantize, double least) {
    Prepared prepared = Prepared.of(asset);
    OnnxModel int8 = prepared.quantizer(Fp16.STORAGE).build(prepared.all(Precision.INT8));
    Map<String, Integer> executed = OrtRuns.executed(int8);
    assertThat(executed)
        .doesNotContainKeys("Conv", "FusedConv", "Gemm", "Add", "Concat", "Relu", "Clip");
    // Behind the last layer, pooling in 8 bits would make scores tie.
    assertThat(executed.getOrDefault("GlobalAveragePool", 0)).isEqualTo(dequantize);
    assertThat(executed.getOrDefault("QLinearConv", 0)).isEqualTo(convs);
    assertThat(executed.getOrDefault("QLinearAdd", 0)).isEqualTo(adds);
    assertThat(executed.getOrDefault("QLinearConcat", 0)).isEqualTo(concats);
    assertThat(executed.getOrDefault("QuantizeLinear", 0)).isEqualTo(quantize);
    assertThat(executed.getOrDefault("DequantizeLinear", 0)).isEqualTo(dequantize);
    assertThat(prepared.sqnr(int8)).isGreaterThan(least);
    assertThat(ModelSize.bytes(int8)).isLessThan(ModelSize.bytes(prepared.model()) / 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar10/resnet20.onnx",
        "kws/kws_ds_cnn.onnx",
        "squeezenet/squeezenet1_1.onnx",
        "m5/m5.onnx"
      })
  void mixedPlansLoadAndAreClose(String asset) {
    Prepared prepared = Prepared.of(asset);
    Random random = new Random(5);
    List<Precision> precisions = List.of(Precision.FP32, Precision.FP16, Precision.INT8);
    for (Fp16 fp16 : Fp16.values()) {
      for (int i = 0; i < 3; i++) {
        Map<String, Precision> plan = prepared.all(Precision.FP32);
        plan.replaceAll((name, precision) -> precisions.get(random.nextInt(3)));
        OnnxModel mixed = prepared.quantizer(fp16).build(plan);
        assertThat(prepared.sqnr(mixed)).as("%s %s", fp16, plan).isGreaterThan(15);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar10/resnet20.onnx",
        "kws/kws_ds_cnn.onnx",
        "squeezenet/squeezenet1_1.onnx",
        "efficientnet-lite0/efficientnet_lite0.onnx",
        "m5/m5.onnx"
      })
  void everyLayerAloneIsOneIntegerKernel(String asset) {
    Prepared prepared = Prepared.of(asset);
    ModelQuantizer quantizer = prepared.quantizer(Fp16.STORAGE);
    for (Layer layer : prepared.layers()) {
      if (layer.isRanked()) {
        Map<String, Integer> executed =
            OrtRuns.executed(quantizer.layerCase(layer, Precision.INT8));
        // Reorders between channels-first and channels-last are part of what runs.
        executed.remove("Transpose");
        assertThat(executed)
            .as(layer.name())
            .containsOnly(Map.entry(layer.op().equals("Gemm") ? "QGemm" : "QLinearConv", 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10/resnet20.onnx", "efficientnet-lite0/efficientnet_lite0.onnx"})
  void storedHalvesRunTheSameKernels(String asset) {
    Prepared prepared = Prepared.of(asset);
    OnnxModel stored = prepared.quantizer(Fp16.STORAGE).build(prepared.all(Precision.FP16));
    assertThat(OrtRuns.executed(stored)).isEqualTo(OrtRuns.executed(prepared.model()));
    assertThat(prepared.sqnr(stored)).isGreaterThan(45);
    assertThat(ModelSize.bytes(stored))
        .isBetween(
            ModelSize.bytes(prepared.model()) / 2, ModelSize.bytes(prepared.model()) * 6 / 10);
  }

  /** Depthwise weights differ between channels: one scale for all ruins this network. */
  @Test
  void perChannelSavesDepthwiseNetworks() {
    Prepared prepared = Prepared.of("vww/vww_mobilenet_v1_025.onnx");
    double[] sqnr = new double[2];
    for (boolean perChannel : new boolean[] {false, true}) {
      ModelQuantizer quantizer =
          new ModelQuantizer(
              prepared.model(),
              prepared.layers(),
              Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel),
              prepared.ranges(),
              Fp16.STORAGE);
      OnnxModel int8 = quantizer.build(prepared.all(Precision.INT8));
      assertThat(OrtRuns.executed(int8)).containsEntry("QLinearConv", 27).doesNotContainKey("Conv");
      sqnr[perChannel ? 1 : 0] = prepared.sqnr(int8);
    }
    assertThat(sqnr[1]).isGreaterThan(sqnr[0] + 6);
  }
}

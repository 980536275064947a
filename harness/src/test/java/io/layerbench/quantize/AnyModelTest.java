package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.OrtRunner;
import io.layerbench.onnx.TestModels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a model holds, every plan for it loads, runs and comes close. */
class AnyModelTest {

  private static final List<Scheme> SCHEMES =
      List.of(
          Scheme.baseline(ActivationType.UINT8),
          Scheme.baseline(ActivationType.INT8),
          Scheme.baseline(ActivationType.UINT8)
              .withActivations(ActivationType.INT8, Symmetry.ASYMMETRIC)
              .withWeightSymmetry(Symmetry.ASYMMETRIC)
              .withPerChannelWeights(true)
              .withAttention(true));

  static Stream<Named<OnnxModel>> models() {
    return TestModels.all().stream().map(model -> Named.of(model.name(), model));
  }

  private static OnnxModel prepare(OnnxModel read) {
    boolean sequence = read.name().equals("twoInputs");
    Map<String, long[]> shapes =
        sequence ? Map.of("ids", new long[] {1, 7}, "mask", new long[] {1, 7, 1}) : Map.of();
    return OrtRunner.prepare(read, shapes, 1);
  }

  static CalibrationTable calibrate(OnnxModel model, List<Layer> layers) {
    Set<String> needed = ModelQuantizer.rangesNeeded(model, layers);
    Set<String> made =
        needed.stream()
            .filter(tensor -> model.graph().producer(tensor) != null)
            .collect(Collectors.toSet());
    Map<String, Range> ranges = new HashMap<>();
    for (int seed = 0; seed < 4; seed++) {
      Map<String, TensorData> values = new HashMap<>(OrtRunner.randomInputs(model, seed));
      values.putAll(OrtRunner.run(Edges.withOutputs(model, made), values));
      values.forEach(
          (name, data) -> {
            if (data.type() == ElementType.FLOAT) {
              ranges.merge(name, Range.of(name, data.floats()), Range::union);
            }
          });
    }
    return new CalibrationTable(model.sha256(), CalibrationMethod.MINMAX.id(), 4, true, ranges);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyPlanRuns(OnnxModel read) {
    OnnxModel model = prepare(read);
    List<Layer> layers = LayerSplitter.split(model);
    CalibrationTable ranges = calibrate(model, layers);
    Map<String, TensorData> inputs = OrtRunner.randomInputs(model, 9);
    Map<String, TensorData> exact = OrtRunner.run(model, inputs);
    Random random = new Random(1);
    for (Scheme scheme : SCHEMES) {
      for (Fp16 fp16 : Fp16.values()) {
        ModelQuantizer quantizer = new ModelQuantizer(model, layers, scheme, ranges, fp16);
        for (int i = 0; i < 5; i++) {
          Map<String, Precision> plan = plan(quantizer, layers, i, random);
          OnnxModel mixed = quantizer.build(plan);
          OrtRuns.executed(mixed);
          OrtRunner.run(mixed, inputs)
              .forEach((name, data) -> assertClose(exact.get(name), data, plan + " " + fp16));
        }
      }
    }
  }

  /** Full INT8, full FP16, then random ones. */
  private static Map<String, Precision> plan(
      ModelQuantizer quantizer, List<Layer> layers, int number, Random random) {
    List<Precision> precisions = List.of(Precision.INT8, Precision.FP16, Precision.FP32);
    Map<String, Precision> plan = new LinkedHashMap<>();
    for (Layer layer : layers) {
      Precision precision = precisions.get(number < 2 ? number : random.nextInt(3));
      if (layer.isRanked() && quantizer.unsupported(layer, precision).isEmpty()) {
        plan.put(layer.name(), precision);
      }
    }
    return plan;
  }

  private static void assertClose(@Nullable TensorData exact, TensorData changed, String plan) {
    assertThat(exact).isNotNull();
    if (exact != null && exact.type() == ElementType.FLOAT) {
      assertThat(OrtRuns.sqnr(exact.toFloats(), changed.toFloats())).as(plan).isGreaterThan(10);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyCaseLoadsOrSaysWhyNot(OnnxModel read) {
    OnnxModel model = prepare(read);
    List<Layer> layers = LayerSplitter.split(model);
    CalibrationTable ranges = calibrate(model, layers);
    for (Scheme scheme : SCHEMES) {
      for (Fp16 fp16 : Fp16.values()) {
        ModelQuantizer quantizer = new ModelQuantizer(model, layers, scheme, ranges, fp16);
        for (Layer layer : layers) {
          for (Precision precision : Precision.values()) {
            if (quantizer.unsupported(layer, precision).isEmpty()) {
              OrtRuns.executed(quantizer.layerCase(layer, precision));
            } else {
              assertThat(quantizer.unsupported(layer, precision)).get().asString().isNotBlank();
            }
            if (precision != Precision.FP32 && quantizer.notSimulated(layer, precision).isEmpty()) {
              OrtRuns.executed(quantizer.simulate(layer, Treatment.of(precision)));
            }
          }
        }
      }
    }
  }
}

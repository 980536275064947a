package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Fp16;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerSimulatorTest {

  private static float[] run(OnnxModel model, int seed, boolean optimize) {
    Map<String, TensorData> inputs = new HashMap<>();
    OrtRuns.randomInputs(model, seed)
        .forEach(
            (name, values) ->
                inputs.put(name, TensorData.ofFloats(values, HandModels.dims(model, name))));
    try (Session session =
        Backends.named("cpu")
            .open(model.toBytes(), new SessionSettings(1, false, true, optimize, null))) {
      return Objects.requireNonNull(session.run(inputs, List.of("y")).get("y")).toFloats();
    }
  }

  /** Gemm's factors belong to another formula: that layer stays as it is written. */
  @Test
  void layersThatTheFormulaDoesNotFitAreLeft() {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 4)
            .weights("w", 0.3, 4, 4)
            .constant(Tensors.ofFloats("s", new float[] {0.05f}))
            .constant(
                StoredConstant.tensor(ElementType.INT8, new int[1]).toBuilder()
                    .setName("z")
                    .build())
            .part(node("QuantizeLinear", "x s z", "xq"))
            .part(node("DequantizeLinear", "xq s z", "xd"))
            .part(node("QuantizeLinear", "w s z", "wq"))
            .part(node("DequantizeLinear", "wq s z", "wd"))
            .part(node("Gemm", "xd wd", "y", GraphBuilder.real("alpha", 2)))
            .output("y", 1, 4);
    assertThat(IntegerSimulator.of(models.model()).proto().getGraph().getNodeList())
        .isEqualTo(models.model().proto().getGraph().getNodeList());
  }

  @ParameterizedTest
  @CsvSource({"UINT8, false", "UINT8, true", "INT8, true"})
  void anyPlanGivesWhatTheKernelsGive(ActivationType type, boolean perChannel) {
    HandModels models = HandModels.residual(13);
    ModelQuantizer quantizer =
        quantizer(models, Scheme.baseline(type).withPerChannelWeights(perChannel), Fp16.STORAGE);
    Random random = new Random(3);
    for (int i = 0; i < 10; i++) {
      Map<String, Precision> plan = all(models, Precision.INT8);
      plan.replaceAll((name, int8) -> random.nextInt(3) > 0 ? int8 : Precision.FP32);
      assertThat(
              OrtRuns.sqnr(
                  run(quantizer.build(plan), i, true), run(quantizer.simulate(plan), i, false)))
          .as("%s", plan)
          .isGreaterThan(60);
    }
  }

  @Test
  void whatNoLayerQuantizesIsLeft() {
    HandModels models = HandModels.residual(13);
    OnnxModel single = quantizer(models, UNSIGNED, Fp16.STORAGE).simulate(Map.of());
    assertThat(single.proto().getGraph().getNodeList())
        .isEqualTo(models.model().proto().getGraph().getNodeList());
  }
}

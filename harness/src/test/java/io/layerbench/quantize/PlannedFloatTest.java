package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static io.layerbench.quantize.QuantizedModels.sqnr;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan keeps in float runs in float, whatever the runtime would make of it. */
class PlannedFloatTest {

  /** Three convolutions in a row, the middle one with an activation or without. */
  private static HandModels chain(boolean activated) {
    long[] shape = {1, 8, 8, 8};
    HandModels models =
        new HandModels(17)
            .input("x", shape)
            .weights("w1", 0.2, 8, 8, 3, 3)
            .weights("w2", 0.2, 8, 8, 3, 3)
            .weights("b2", 0.2, 8)
            .weights("w3", 0.2, 8, 8, 3, 3)
            .edge("m1", shape)
            .edge("m2", shape)
            .output("y", shape)
            .part(node("Conv", "x w1", "m1", ints("pads", 1, 1, 1, 1)));
    if (activated) {
      models
          .edge("c2", shape)
          .part(node("Conv", "m1 w2 b2", "c2", ints("pads", 1, 1, 1, 1)), node("Relu", "c2", "m2"));
    } else {
      models.part(node("Conv", "m1 w2 b2", "m2", ints("pads", 1, 1, 1, 1)));
    }
    return models.part(node("Conv", "m2 w3", "y", ints("pads", 1, 1, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource({"true, FP32", "false, FP32", "true, FP16", "false, FP16"})
  void aLayerBetweenIntegersStaysInFloat(boolean activated, Precision precision) {
    HandModels models = chain(activated);
    Map<String, Precision> plan = new HashMap<>(all(models, Precision.INT8));
    plan.put(models.layers().get(1).name(), precision);
    OnnxModel mixed = quantizer(models).build(plan);
    assertThat(OrtRuns.executed(mixed)).containsEntry("QLinearConv", 2).containsEntry("Conv", 1);
    assertThat(sqnr(models.model(), mixed)).isGreaterThan(30);
  }

  @Test
  void aPoolingInBetweenMakesNoDifference() {
    long[] shape = {1, 8, 8, 8};
    long[] pooled = {1, 8, 4, 4};
    HandModels models =
        new HandModels(17)
            .input("x", shape)
            .weights("w1", 0.2, 8, 8, 3, 3)
            .weights("w2", 0.2, 8, 8, 3, 3)
            .weights("w3", 0.2, 8, 8, 3, 3)
            .edge("m1", shape)
            .edge("p1", pooled)
            .edge("m2", pooled)
            .output("y", pooled)
            .part(node("Conv", "x w1", "m1", ints("pads", 1, 1, 1, 1)))
            .part(node("MaxPool", "m1", "p1", ints("kernel_shape", 2, 2), ints("strides", 2, 2)))
            .part(node("Conv", "p1 w2", "m2", ints("pads", 1, 1, 1, 1)))
            .part(node("Conv", "m2 w3", "y", ints("pads", 1, 1, 1, 1)));
    Map<String, Precision> plan = new HashMap<>(all(models, Precision.INT8));
    plan.put("m2_node", Precision.FP32);
    OnnxModel mixed = quantizer(models).build(plan);
    assertThat(OrtRuns.executed(mixed)).containsEntry("QLinearConv", 2).containsEntry("Conv", 1);
  }

  @Test
  void theFileOfAMixedModelIsReadBackAsItWas() {
    HandModels models = chain(true);
    Map<String, Precision> plan = new HashMap<>(all(models, Precision.INT8));
    plan.put(models.layers().get(1).name(), Precision.FP32);
    OnnxModel mixed = quantizer(models).build(plan);
    OnnxModel read = QuantizedModelReader.read(mixed).floatModel();
    assertThat(read.graph().nodes())
        .extracting(NodeProto::getOpType)
        .containsExactly("Conv", "Conv", "Relu", "Conv");
    assertThat(sqnr(models.model(), read)).isGreaterThan(30);
  }

  @Test
  void gluePlannedInFloatStaysThereNextToAFloatLayer() {
    HandModels models = HandModels.residual(17);
    Map<String, Precision> plan = new HashMap<>(all(models, Precision.INT8));
    String add = add(models);
    plan.put(add, Precision.FP32);
    assertThat(quantizer(models).precisions(plan)).containsEntry(add, Precision.INT8);
    assertThat(OrtRuns.executed(quantizer(models).build(plan))).containsEntry("QLinearAdd", 1);
    plan.put("c2_node", Precision.FP32);
    assertThat(quantizer(models).precisions(plan)).containsEntry(add, Precision.FP32);
    assertThat(OrtRuns.executed(quantizer(models).build(plan)))
        .doesNotContainKey("QLinearAdd")
        .containsEntry("QLinearConv", 2);
  }

  private static String add(HandModels models) {
    return models.layers().stream()
        .filter(layer -> layer.op().equals("Add"))
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void gluePlannedInInt8IsSoBetweenFloatLayers() {
    HandModels models = HandModels.residual(17);
    String add = add(models);
    OnnxModel built = quantizer(models).build(Map.of(add, Precision.INT8));
    assertThat(OrtRuns.executed(built)).containsEntry("QLinearAdd", 1);
    assertThat(sqnr(models.model(), built)).isGreaterThan(30);
    assertThat(quantizer(models).precisions(Map.of())).containsEntry(add, Precision.FP32);
  }
}

package io.layerbench.quantize;

import static io.layerbench.quantize.QuantizedModels.UNSIGNED;
import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Renaming;
import io.layerbench.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers of a quantized file in the place of the float model's that it was made from. */
class SubstituteLayersTest {

  private final HandModels models = HandModels.residual(13);
  private final OnnxModel model = models.model();
  private final List<Layer> layers = models.layers();
  private final ModelQuantizer own = quantizer(models, UNSIGNED, Fp16.STORAGE);

  private SubstituteLayers of(OnnxModel file) {
    QuantizedModel read = QuantizedModelReader.read(file);
    OnnxModel prepared = OrtRuns.prepare(read.floatModel());
    List<Layer> others = LayerSplitter.split(prepared);
    return new SubstituteLayers(
        prepared, others, read.given(), LayerPairs.of(model, layers, prepared, others).pairs());
  }

  /** Every name but those of the model's own ends, as another exporter would write it. */
  private static OnnxModel exportedAnew(OnnxModel file) {
    Map<String, String> names = new HashMap<>();
    int count = 0;
    for (NodeProto node : file.graph().nodes()) {
      for (String output : node.getOutputList()) {
        if (!file.graph().isOutput(output)) {
          names.put(output, "c" + count++);
        }
      }
    }
    OnnxModel renamed = Renaming.of(file, names);
    var graph = renamed.proto().getGraph().toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      graph.getNodeBuilder(i).setName("node_" + i);
    }
    return renamed.with(renamed.proto().toBuilder().setGraph(graph).build());
  }

  /** The file has the scales that this program would choose; only its biases are rounded, too. */
  @Test
  void theSameScalesGiveWhatCalibratingGives() {
    OnnxModel file = own.build(all(models, Precision.INT8));
    for (OnnxModel one : List.of(file, exportedAnew(file))) {
      SubstituteLayers substitutes = of(one);
      for (Layer layer : layers.stream().filter(Layer::isRanked).toList()) {
        for (Operands operands : List.of(Operands.WEIGHTS_AND_ACTIVATIONS, Operands.WEIGHTS)) {
          Treatment treatment = new Treatment(Precision.INT8, operands);
          OnnxModel expected = own.simulate(layer, treatment);
          OnnxModel actual = substitutes.simulate(layer, treatment);
          Map<String, float[]> inputs = OrtRuns.randomInputs(expected, 5);
          assertThat(OrtRuns.run(actual, inputs).keySet())
              .isEqualTo(OrtRuns.run(expected, inputs).keySet());
          assertThat(
                  OrtRuns.sqnr(
                      OrtRuns.run(expected, inputs, layer.output()),
                      OrtRuns.run(actual, inputs, layer.output())))
              .as(layer.name())
              .isGreaterThan(60);
        }
      }
    }
  }

  @Test
  void whatTheFileLeavesInFloatHasNoSubstitute() {
    Map<String, Precision> plan = all(models, Precision.INT8);
    plan.put("c2_node", Precision.FP32);
    SubstituteLayers substitutes = of(own.build(plan));
    assertThat(substitutes.obstacle("c2_node"))
        .hasValue("the model arrived with its weights in float");
    assertThat(substitutes.obstacle("c1_node")).isEmpty();
    assertThat(substitutes.obstacle("p1_node"))
        .hasValue("no layer has its place, shapes and activation");
  }

  @Test
  void onlyTheFilesOwnIntegersAreSimulated() {
    SubstituteLayers substitutes = of(own.build(all(models, Precision.INT8)));
    for (Treatment treatment :
        List.of(
            Treatment.of(Precision.INT4),
            Treatment.of(Precision.FP16),
            new Treatment(Precision.INT8, Operands.ACTIVATIONS))) {
      assertThat(SubstituteLayers.permits(treatment)).isFalse();
      assertThatThrownBy(() -> substitutes.simulate(layers.get(0), treatment))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(c1_node)");
    }
  }

  @Test
  void roundedWeightsAreNearAndOthersFar() {
    OnnxModel prepared =
        OrtRuns.prepare(
            QuantizedModelReader.read(own.build(all(models, Precision.INT8))).floatModel());
    Layer conv = layers.get(0);
    Layer near = LayerSplitter.split(prepared).get(0);
    assertThat(WeightDistance.decibels(model, conv, prepared, near).orElseThrow())
        .isBetween(30d, 60d);
    assertThat(WeightDistance.decibels(model, conv, model, conv))
        .hasValue(Double.POSITIVE_INFINITY);
  }
}

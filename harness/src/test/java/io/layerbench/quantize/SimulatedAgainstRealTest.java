package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Fp16;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * INT8 models as float kernels simulate them, against the integer kernels that the same models fuse
 * to. Two simulations: exact sums of integers ({@link ModelQuantizer#simulate(Map)}), and the
 * explicit QDQ graph run as it is written.
 *
 * <p>The second one's sums carry rounding errors: a result that lies that near to half a step goes
 * the other way, in one value of a thousand at most and by one step. Every later layer multiplies
 * such differences, so that up to two items in a hundred get another class (EfficientNet-Lite0 per
 * tensor, whose activations are mostly noise, 11 of 600). On a processor without VNNI either test
 * would show the 8-bit products that saturate in pairs unless the weights' range is reduced.
 */
class SimulatedAgainstRealTest {

  private static ModelQuantizer quantizer(AssetModels asset, boolean perChannel) {
    Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(perChannel);
    return new ModelQuantizer(
        asset.model(), asset.layers(), scheme, asset.calibrate(16), Fp16.STORAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet8, false",
    "resnet8, true",
    "resnet20, false",
    "resnet20, true",
    "resnet56, false",
    "resnet56, true",
    "kws, false",
    "kws, true",
    "vww, false",
    "vww, true",
    "m5, false",
    "m5, true",
    "squeezenet, false",
    "squeezenet, true",
    "efficientnet-lite0, false",
    "efficientnet-lite0, true",
  })
  void topClassDiffersOnOneItemInAHundredAtMost(String name, boolean perChannel) {
    AssetModels asset = AssetModels.of(name);
    ModelQuantizer quantizer = quantizer(asset, perChannel);
    Map<String, Precision> plan = asset.all(Precision.INT8);
    boolean large =
        asset.model().graph().initializers().values().stream().mapToLong(Tensors::elements).sum()
            > 1_000_000;
    int items = large ? 100 : 700;
    float[][] simulated = asset.scores(quantizer.simulate(plan), items, false);
    float[][] real = asset.scores(quantizer.build(plan), items, true);
    assertThat(simulated.length).isGreaterThanOrEqualTo(100);
    assertThat(AssetModels.differences(simulated, real))
        .isLessThanOrEqualTo(simulated.length / 100);
  }

  /** Where few values lie near half a step, the graph as it is written will do as well. */
  @ParameterizedTest
  @CsvSource({"resnet8, false", "resnet20, true", "kws, true", "vww, false", "m5, true"})
  void theGraphAsItIsWrittenAgreesToo(String name, boolean perChannel) {
    AssetModels asset = AssetModels.of(name);
    OnnxModel int8 = quantizer(asset, perChannel).build(asset.all(Precision.INT8));
    float[][] simulated = asset.scores(int8, 700, false);
    float[][] real = asset.scores(int8, 700, true);
    assertThat(AssetModels.differences(simulated, real))
        .isLessThanOrEqualTo(simulated.length / 100);
  }

  /** Each layer and part of glue on the integers that it gets in the simulated model. */
  @ParameterizedTest
  @CsvSource({
    "efficientnet-lite0, false",
    "efficientnet-lite0, true",
    "squeezenet, false",
    "resnet20, true",
    "vww, false",
    "m5, true"
  })
  void everyKernelAloneDiffersByTiesOnly(String name, boolean perChannel) {
    AssetModels asset = AssetModels.of(name);
    ModelQuantizer quantizer = quantizer(asset, perChannel);
    Map<String, TensorData> inputs = integers(asset, quantizer);
    int compared = 0;
    for (Layer layer : asset.layers()) {
      if (quantizer.unsupported(layer, Precision.INT8).isEmpty()
          && inputs.keySet().containsAll(layer.inputs())) {
        OnnxModel alone = quantizer.layerCase(layer, Precision.INT8);
        Map<String, TensorData> given = new HashMap<>(inputs);
        given.keySet().retainAll(layer.inputs());
        TensorData simulated = run(alone, given, layer.output(), false);
        TensorData real = run(alone, given, layer.output(), true);
        if (real.type() == ElementType.UINT8) {
          assertTies(layer.name(), simulated, real);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(3);
  }

  private static void assertTies(String layer, TensorData simulated, TensorData real) {
    int n = (int) real.elements();
    int different = 0;
    for (int i = 0; i < n; i++) {
      int steps = (simulated.bytes().get(i) & 0xff) - (real.bytes().get(i) & 0xff);
      assertThat(Math.abs(steps)).as(layer).isLessThanOrEqualTo(1);
      different += steps == 0 ? 0 : 1;
    }
    assertThat(different).as(layer).isLessThanOrEqualTo(Math.max(2, n / 1000));
  }

  /** By the name of the FLOAT tensor: the integers that stand for it in the simulated model. */
  private static Map<String, TensorData> integers(AssetModels asset, ModelQuantizer quantizer) {
    OnnxModel int8 = quantizer.build(asset.all(Precision.INT8));
    List<String> quantized =
        int8.graph().nodes().stream()
            .filter(node -> node.getOpType().equals("QuantizeLinear"))
            .map(node -> node.getOutput(0))
            .toList();
    Map<String, TensorData> integers = new HashMap<>();
    try (Session session = open(Edges.withOutputs(int8, quantized), false)) {
      session
          .run(asset.dataset().evaluate().get(0).inputs(), quantized)
          .forEach((name, data) -> integers.put(name.substring(0, name.length() - 2), data));
    }
    return integers;
  }

  private static TensorData run(
      OnnxModel model, Map<String, TensorData> inputs, String output, boolean optimize) {
    try (Session session = open(model, optimize)) {
      return Objects.requireNonNull(session.run(inputs, List.of(output)).get(output), output);
    }
  }

  private static Session open(OnnxModel model, boolean optimize) {
    return Backends.named("cpu")
        .open(model.toBytes(), new SessionSettings(1, false, true, optimize, null));
  }
}

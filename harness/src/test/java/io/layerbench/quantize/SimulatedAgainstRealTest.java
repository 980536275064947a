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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same explicit QDQ model twice: as it is written, with float kernels between quantize and
 * dequantize, which is the simulation, and optimized, with the integer kernels that it fuses to.
 *
 * <p>The integer kernels are exact, the simulation's sums are not: a result that lies within its
 * rounding error of a half step goes the other way. Every later layer multiplies such differences,
 * so that whole models agree only on most items, while each layer agrees on all but a few values. A
 * processor without VNNI would show here as well: its 8-bit products saturate in pairs unless the
 * weights' range is reduced.
 */
class SimulatedAgainstRealTest {

  private static ModelQuantizer quantizer(AssetModels asset, boolean perChannel) {
    Scheme scheme = new Scheme(ActivationType.UINT8, perChannel, "minmax", true);
    return new ModelQuantizer(
        asset.model(), asset.layers(), scheme, asset.calibrate(64), Fp16.STORAGE);
  }

  /**
   * EfficientNet-Lite0 is per channel only: per tensor its activations are mostly noise, and twice
   * as many items differ as are allowed here.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet8, false, 700",
    "resnet8, true, 700",
    "resnet20, false, 700",
    "resnet20, true, 700",
    "resnet56, false, 700",
    "resnet56, true, 700",
    "kws, false, 600",
    "kws, true, 600",
    "vww, false, 300",
    "vww, true, 300",
    "m5, false, 700",
    "m5, true, 700",
    "squeezenet, false, 600",
    "efficientnet-lite0, true, 600",
  })
  void topClassDiffersOnOneItemInAHundredAtMost(String name, boolean perChannel, int items) {
    AssetModels asset = AssetModels.of(name);
    OnnxModel int8 = quantizer(asset, perChannel).build(asset.all(Precision.INT8));
    float[][] simulated = asset.scores(int8, items, false);
    float[][] real = asset.scores(int8, items, true);
    assertThat(simulated).hasNumberOfRows(items);
    assertThat(AssetModels.differences(simulated, real)).isLessThanOrEqualTo(items / 100);
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
        .open(model.toBytes(), new SessionSettings(1, false, optimize, null));
  }
}

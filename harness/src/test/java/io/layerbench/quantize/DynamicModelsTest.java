package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Precision;
import io.layerbench.onnx.OnnxModel;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models whose layers run on activations that are quantized at run time. */
class DynamicModelsTest {

  private static final Scheme SCHEME =
      Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(true);

  @ParameterizedTest
  @CsvSource({
    // name, convolutions, products, items, most with another class than FP32's
    "squeezenet, 26, 0, 60, 2",
    "kws, 9, 1, 600, 9",
    "m5, 4, 1, 700, 7",
    "resnet20, 19, 1, 140, 3"
  })
  void agreesWithSinglePrecision(String name, int convs, int products, int items, int most) {
    AssetModels asset = AssetModels.of(name);
    DynamicQuantizer quantizer = new DynamicQuantizer(asset.model(), asset.layers(), SCHEME);
    Set<String> all = asset.all(Precision.INT8).keySet();
    OnnxModel dynamic = quantizer.build(all);
    Map<String, Integer> executed = OrtRuns.executed(dynamic);
    assertThat(executed).doesNotContainKeys("Conv", "FusedConv", "Gemm", "MatMul");
    assertThat(executed.getOrDefault("ConvInteger", 0)).isEqualTo(convs);
    assertThat(executed.getOrDefault("DynamicQuantizeMatMul", 0)).isEqualTo(products);
    assertThat(
            AssetModels.differences(
                asset.scores(asset.model(), items, true), asset.scores(dynamic, items, true)))
        .isLessThanOrEqualTo(most);
    assertThat(ModelSize.bytes(dynamic)).isLessThan(ModelSize.bytes(asset.model()) / 2);
  }
}

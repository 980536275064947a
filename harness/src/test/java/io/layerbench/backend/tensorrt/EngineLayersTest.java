package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sample is written by hand after NVIDIA's documentation of the engine inspector, since no
 * engine can be built without a GPU.
 */
class EngineLayersTest {

  private static List<EngineLayer> sample() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EngineLayersTest.class.getResourceAsStream("/tensorrt/inspector.json"))) {
      return EngineLayers.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void fusedLayersNameTheirNodes() throws IOException {
    List<EngineLayer> layers = sample();
    assertThat(layers)
        .extracting(EngineLayer::op)
        .containsExactly(
            "QuantizeLinear", "ReorderInput", "Conv", "Conv", "CaskPooling", "MatMul", "kgen");
    EngineLayer conv = layers.get(2);
    assertThat(conv.nodes())
        .containsExactly(
            "input_dq_DequantizeLinear",
            "conv0.weight_dq_DequantizeLinear",
            "conv0",
            "relu0",
            "relu0_out_q_QuantizeLinear");
    assertThat(conv.mainNode()).isEqualTo("conv0");
    assertThat(conv.inputTypes()).containsExactly("int8");
    assertThat(conv.outputs()).containsExactly("relu0_out_q");
    assertThat(layers.get(1).nodes()).isEmpty();
    assertThat(layers.get(1).mainNode()).startsWith("Reformatting CopyNode");
  }

  @Test
  void withoutMetadataTheNameSaysTheNodes() throws IOException {
    EngineLayer sum = sample().get(3);
    assertThat(sum.nodes()).containsExactly("conv1", "add1", "relu1");
    assertThat(sum.inputTypes()).containsExactly("float16", "float16");
    assertThat(sample().get(5).inputTypes()).containsExactly("float");
    assertThat(sample().get(6).inputTypes()).containsExactly("unknown", "int64");
  }

  @Test
  void namesAloneAreLayersToo() {
    List<EngineLayer> layers =
        EngineLayers.read("{\"Layers\": [\"a + b\", \"c\"], \"Bindings\": [\"x\"]}");
    assertThat(layers).extracting(EngineLayer::name).containsExactly("a + b", "c");
    assertThat(layers.get(0).nodes()).containsExactly("a", "b");
    assertThat(layers.get(0).op()).isEqualTo("unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"Layers\": 3}", "null"})
  void whatIsNoInspectorsTextIsRefused(String text) {
    assertThatThrownBy(() -> EngineLayers.read(text)).isInstanceOf(BackendException.class);
  }
}

package io.layerbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import org.junit.jupiter.api.Test;

class DeepResNetTest {

  @Test
  void hasTwoHundredLayers() {
    assertThat(LayerSplitter.split(DeepResNet.model())).filteredOn(Layer::isRanked).hasSize(202);
  }
}

package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.ints;
import static io.layerbench.quantize.HandModels.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.proto.NodeProto;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerPairsTest {

  /** Three convolutions of one shape and a Gemm. */
  private static HandModels chain(String prefix, String... activations) {
    HandModels models =
        new HandModels(13)
            .input("x", 1, 2, 4, 4)
            .weights("w1", 0.3, 2, 2, 1, 1)
            .weights("w2", 0.3, 2, 2, 1, 1)
            .weights("w3", 0.3, 2, 2, 1, 1)
            .weights("wg", 0.3, 2, 5);
    String before = "x";
    for (int i = 1; i <= activations.length; i++) {
      String sum = prefix + "c" + i;
      NodeProto conv = node("Conv", before + " w" + i, sum);
      models.edge(sum, 1, 2, 4, 4);
      before = activations[i - 1].isEmpty() ? sum : prefix + "r" + i;
      if (activations[i - 1].isEmpty()) {
        models.part(conv);
      } else {
        models.part(conv, node(activations[i - 1], sum, before)).edge(before, 1, 2, 4, 4);
      }
    }
    return models
        .part(node("GlobalAveragePool", before, "g"), node("Flatten", "g", "f"))
        .edge("g", 1, 2, 1, 1)
        .edge("f", 1, 2)
        .part(node("Gemm", "f wg", prefix + "y"))
        .output(prefix + "y", 1, 5);
  }

  private static LayerPairs pairs(HandModels one, HandModels other) {
    return LayerPairs.of(one.model(), one.layers(), other.model(), other.layers());
  }

  @Test
  void namesDecideWhereTheyAgree() {
    HandModels one = chain("", "Relu", "Relu", "Relu");
    assertThat(pairs(one, one).pairs())
        .containsExactly(
            Map.entry("c1_node", "c1_node"),
            Map.entry("c2_node", "c2_node"),
            Map.entry("c3_node", "c3_node"),
            Map.entry("y_node", "y_node"));
  }

  @Test
  void orderAndShapesDecideWhereNamesDiffer() {
    LayerPairs pairs = pairs(chain("", "Relu", "", "Relu"), chain("other_", "Relu", "", "Relu"));
    assertThat(pairs.pairs())
        .containsExactly(
            Map.entry("c1_node", "other_c1_node"),
            Map.entry("c2_node", "other_c2_node"),
            Map.entry("c3_node", "other_c3_node"),
            Map.entry("y_node", "other_y_node"));
    assertThat(pairs.unpaired()).isEmpty();
  }

  @Test
  void layersOfAnotherActivationAreNoPair() {
    LayerPairs pairs =
        pairs(chain("", "Relu", "Sigmoid", "Relu"), chain("other_", "Relu", "Relu", "Relu"));
    assertThat(pairs.unpaired()).containsExactly("c2_node");
    assertThat(pairs.pairs()).hasSize(3).doesNotContainValue("other_c2_node");
  }

  /** Of two layers that fit, the one of the same name is taken although the other comes first. */
  @Test
  void anEqualNameOutweighsAnEarlierPlace() {
    HandModels shorter = chain("", "Relu", "Relu");
    assertThat(pairs(shorter, chain("", "Relu", "Relu", "Relu")).pairs())
        .containsEntry("c1_node", "c1_node")
        .containsEntry("c2_node", "c2_node");
    LayerPairs less = pairs(chain("", "Relu", "Relu", "Relu"), shorter);
    assertThat(less.unpaired()).containsExactly("c3_node");
  }

  @Test
  void anotherNetworkHasNoPairs() {
    HandModels other =
        new HandModels(13)
            .input("x", 1, 2, 4, 4)
            .weights("w1", 0.3, 7, 2, 3, 3)
            .part(node("Conv", "x w1", "c1", ints("pads", 1, 1, 1, 1)))
            .output("c1", 1, 7, 4, 4);
    LayerPairs pairs = pairs(chain("", "Relu"), other);
    assertThat(pairs.pairs()).isEmpty();
    assertThat(pairs.unpaired()).containsExactly("c1_node", "y_node");
    assertThat(pairs(other, chain("", "Relu")).pairs()).isEmpty();
  }

  @Test
  void aGemmAndAMatMulOfOneMatrixAreAPair() {
    HandModels gemm =
        new HandModels(13)
            .input("x", 1, 3)
            .weights("w", 0.3, 5, 3)
            .part(node("Gemm", "x w", "y", GraphBuilder.integer("transB", 1)))
            .output("y", 1, 5);
    HandModels matMul =
        new HandModels(13)
            .input("x", 1, 3)
            .weights("w", 0.3, 3, 5)
            .part(node("MatMul", "x w", "y"))
            .output("y", 1, 5);
    assertThat(pairs(gemm, matMul).pairs()).containsEntry("y_node", "y_node");
    assertThat(
            WeightDistance.decibels(
                gemm.model(), gemm.layers().get(0), matMul.model(), matMul.layers().get(0)))
        .isEmpty();
  }
}

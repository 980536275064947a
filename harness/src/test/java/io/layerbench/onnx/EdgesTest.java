package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgesTest {

  @Test
  void edgesBecomeOutputsOnce() {
    OnnxModel model = InputShapes.fix(TestModels.mlp(), Map.of(), 1);
    OnnxModel all = Edges.withAllEdgesAsOutputs(model);
    assertThat(all.graph().outputs())
        .extracting(output -> output.getName())
        .containsExactly("p", "m1", "a1", "r1", "m2", "a2");
    Map<String, TensorType> types = new HashMap<>();
    OrtRunner.run(all, OrtRunner.randomInputs(model, 1))
        .forEach((n, d) -> types.put(n, TensorType.of(d.type().onnx(), d.shape())));
    OnnxModel typed = Edges.withTypes(model, types);
    assertThat(typed.graph().type("a1")).isEqualTo(TensorType.of(1, 1, 32));
    OnnxModel two = Edges.withOutputs(typed, Set.of("a1", "p"));
    assertThat(two.graph().outputs()).hasSize(2);
    assertThat(two.graph().type("a1")).isEqualTo(TensorType.of(1, 1, 32));
    assertThat(two.proto().getGraph().getValueInfoCount()).isEqualTo(4);
    assertThatThrownBy(() -> Edges.withOutputs(model, Set.of("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(x)");
  }
}

package io.layerbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.TestGraph;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPreparationTest {

  private static final long STRING = 8;
  private static final Map<String, TensorData> INPUTS =
      Map.of("x", TensorData.ofFloats(new float[] {1, 2, 3, 4}, 1, 4));

  private static OnnxModel prepare(TestGraph graph) {
    return ModelPreparation.prepare(graph.model(), INPUTS);
  }

  /** ONNX Runtime's Java interface shows it as INT16. */
  @Test
  void statesTheOnnxTypeOfInnerTensors() {
    OnnxModel prepared =
        prepare(
            new TestGraph("uint16", 21)
                .input("x", 1, 4)
                .scalar("scale", 0.5f)
                .constant(Tensors.of("zero", ElementType.UINT16, ByteBuffer.allocate(2)))
                .node("QuantizeLinear", "quantize", "x scale zero", "q")
                .node("DequantizeLinear", "dequantize", "q scale zero", "y")
                .output("y"));

    assertThat(prepared.graph().type("q"))
        .isEqualTo(TensorType.of(ElementType.UINT16.onnx(), 1, 4));
  }

  @Test
  void leavesOutInnerTensorsThatItCannotHold() {
    OnnxModel prepared =
        prepare(
            new TestGraph("strings", 13)
                .input("x", 1, 4)
                .node("Cast", "print", "x", "text", TestGraph.integer("to", STRING))
                .node("Cast", "parse", "text", "y", TestGraph.integer("to", 1))
                .output("y"));

    assertThat(prepared.graph().type("text")).isNull();
    assertThat(prepared.graph().type("y")).isEqualTo(TensorType.of(1, 1, 4));
  }

  @Test
  void refusesAModelWithoutAnOutputThatCanBeHeldNamingThem() {
    TestGraph graph =
        new TestGraph("strings", 13)
            .input("x", 1, 4)
            .node("Neg", "neg", "x", "n")
            .node("Cast", "print", "n", "text", TestGraph.integer("to", STRING));
    OnnxModel onlyText = Edges.withOutputs(graph.model(), List.of("text"));

    assertThatThrownBy(() -> ModelPreparation.prepare(onlyText, INPUTS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(text)");
  }
}

package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.TypeProto;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputShapesTest {

  private static void refuses(
      OnnxModel model, Map<String, long[]> shapes, int batch, String... parts) {
    assertThatThrownBy(() -> InputShapes.fix(model, shapes, batch))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(parts);
  }

  private static String shape(OnnxModel model, String input) {
    TensorType type = model.graph().type(input);
    return type == null ? "none" : type.text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "=1x2",
        "x=",
        "x=1x",
        "x=1xa",
        "x=0x2",
        "x=-1",
        "x=1,2",
        "x=1x99999999999999999999"
      })
  void malformedShapes(String text) {
    assertThatThrownBy(() -> InputShapes.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("(" + text + ")", "NAME=1x3x224x224");
  }

  @Test
  void shapesAreParsed() {
    assertThat(InputShapes.parse("a=b:0=1x3x224").getKey()).isEqualTo("a=b:0");
    assertThat(InputShapes.parse("a=b:0=1x3x224").getValue()).containsExactly(1, 3, 224);
    assertThat(InputShapes.parse("t=scalar").getValue()).isEmpty();
  }

  @Test
  void freeDimensionIsNamedWithItsRemedy() {
    refuses(TestModels.twoInputs(), Map.of(), 2, "(1, named seq)", "(ids)", "--shape ids=2x128");
    OnnxModel unnamed = new TestGraph("m", 13).input("x", 1, "", 4).model();
    refuses(unnamed, Map.of(), 1, "(1)", "(x)", "--shape x=1x128x4");
  }

  @Test
  void shapesThatDoNotFit() {
    refuses(TestModels.mlp(), Map.of("y", new long[] {1, 16}), 1, "(y)", "(x)");
    refuses(TestModels.mlp(), Map.of("x", new long[] {1, 17}), 1, "(1x17)", "(?x16)");
    refuses(TestModels.mlp(), Map.of("x", new long[] {16}), 1, "(16)", "(?x16)");
    refuses(TestModels.mlp(), Map.of("x", new long[] {0, 16}), 1, "(0x16)");
    refuses(
        TestModels.twoInputs(),
        Map.of("ids", new long[] {1, 7}, "mask", new long[] {1, 8, 1}),
        1,
        "(seq)",
        "(7)",
        "(8)");
  }

  @Test
  void batch() {
    refuses(TestModels.mlp(), Map.of(), 0, "(0)");
    refuses(TestModels.controlFlow(), Map.of(), 4, "(4)", "x=1x8");
    assertThat(shape(InputShapes.fix(TestModels.mlp(), Map.of(), 4), "x")).isEqualTo("4x16");
  }

  @Test
  void equalNamesGetEqualNumbers() {
    OnnxModel fixed =
        InputShapes.fix(TestModels.twoInputs(), Map.of("mask", new long[] {3, 9, 1}), 1);
    assertThat(shape(fixed, "ids")).isEqualTo("3x9");
    assertThat(shape(fixed, "mask")).isEqualTo("3x9x1");
  }

  /** As the exporter of all-MiniLM-L6-v2 did: [batch, batch] for sentences of 64 tokens. */
  @Test
  void oneNameForDifferentThingsIsNoName() {
    OnnxModel model =
        new TestGraph("m", 13).input("x", "n", "n").input("y", "n", "n").input("z", "n").model();
    long[] sentence = {1, 64};
    OnnxModel fixed = InputShapes.fix(model, Map.of("x", sentence, "y", sentence), 1);
    assertThat(shape(fixed, "x")).isEqualTo("1x64");
    assertThat(shape(fixed, "z")).isEqualTo("1");
    refuses(model, Map.of("x", sentence), 1, "(1, named n)", "(y)");
  }

  @Test
  void inputWithoutAShapeNeedsOne() {
    ModelProto.Builder proto = TestModels.mlp().proto().toBuilder();
    proto.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    OnnxModel model = OnnxModel.of(proto.build(), "m");
    refuses(model, Map.of(), 1, "(x)", "--shape x=");
    assertThat(shape(InputShapes.fix(model, Map.of("x", new long[] {2, 16}), 1), "x"))
        .isEqualTo("2x16");
  }

  @Test
  void inputThatIsNoTensor() {
    ModelProto.Builder proto = TestModels.mlp().proto().toBuilder();
    proto
        .getGraphBuilder()
        .getInputBuilder(0)
        .setType(TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder()));
    assertThatThrownBy(() -> InputShapes.fix(OnnxModel.of(proto.build(), "m"), Map.of(), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(x)");
  }

  @Test
  void constantsAmongTheInputsAreNoInputs() {
    ModelProto.Builder proto = TestModels.mlp().proto().toBuilder().setIrVersion(3);
    proto
        .getGraphBuilder()
        .addInput(TestGraph.info("w1", io.layerbench.base.ElementType.FLOAT, 16, 32));
    OnnxModel fixed = InputShapes.fix(OnnxModel.of(proto.build(), "m"), Map.of(), 1);
    assertThat(fixed.proto().getGraph().getInputCount()).isEqualTo(1);
    assertThat(fixed.proto().getIrVersion()).isEqualTo(4);
  }

  @Test
  void staleTypesAreDropped() {
    ModelProto.Builder proto = TestModels.mlp().proto().toBuilder();
    proto
        .getGraphBuilder()
        .addValueInfo(TestGraph.info("m1", io.layerbench.base.ElementType.FLOAT, 9, 9));
    assertThat(InputShapes.fix(OnnxModel.of(proto.build(), "m"), Map.of(), 1).graph().type("m1"))
        .isNull();
  }
}

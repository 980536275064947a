package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldingTest {

  private static OnnxModel shaped(OnnxModel model) {
    return InputShapes.fix(model, TestModels.shapes(model), 1);
  }

  private static List<String> ops(OnnxModel model) {
    return model.graph().nodes().stream().map(NodeProto::getOpType).toList();
  }

  private static void sameOutputs(OnnxModel before, OnnxModel after) {
    Map<String, TensorData> inputs = OrtRunner.randomInputs(before, 5);
    Map<String, TensorData> expected = OrtRunner.run(before, inputs);
    Map<String, TensorData> found = OrtRunner.run(after, inputs);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, data) ->
            assertThat(OrtRunner.difference(data, found.get(name)))
                .as(name)
                .isLessThan(1e-5 * largest(data)));
  }

  private static double largest(TensorData data) {
    double largest = 1;
    for (float value : data.type() == ElementType.FLOAT ? data.toFloats() : new float[0]) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  static List<OnnxModel> models() {
    return TestModels.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void preparingKeepsTheOutputs(OnnxModel model) {
    OnnxModel shaped = shaped(model);
    sameOutputs(
        shaped,
        OrtRunner.prepare(
            model,
            model.name().equals("twoInputs") ? Map.of("ids", new long[] {1, 7}) : Map.of(),
            1));
  }

  @Test
  void randomNumbersAndStoredQuantizedWeightsAreNeverConstant() {
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 1, 4)
            .constant(Tensors.of("q", ElementType.INT8, ByteBuffer.wrap(new byte[4]), 4))
            .scalar("s", 1)
            .weights("w", 4)
            .node("DequantizeLinear", "", "q s", "dq")
            .node("RandomNormal", "", "", "random", TestGraph.ints("shape", 4))
            .node("RandomNormalLike", "", "w", "like")
            .node("Dropout", "", "w", "dropped")
            .node("Abs", "", "w", "abs")
            .node("Sum", "", "x dq random like dropped abs", "y")
            .output("y")
            .model();
    assertThat(ConstantFolding.foldable(model)).containsExactly("abs");
  }

  @Test
  void aShapeThatDependsOnDataIsNotConstant() {
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 2, 4)
            .node("Shape", "", "x", "known")
            .node("Neg", "", "x", "n")
            .node("Size", "", "n", "size")
            .node("NonZero", "", "x", "where")
            .node("Shape", "", "where", "found")
            .node("ConstantOfShape", "", "found", "zeros")
            .node("Shape", "", "zeros", "again")
            .node("Reshape", "", "x known", "r")
            .node("Shape", "", "r", "reshaped")
            .node("If", "", "c", "branch", TestGraph.graph("then_branch", new TestGraph("t", 13)))
            .node("Shape", "", "branch", "branched")
            .output("again")
            .model();
    assertThat(ConstantFolding.foldable(model)).containsExactly("known", "size", "reshaped");
  }

  @Test
  void stringsAndSequencesStay() {
    TensorProto text =
        TensorProto.newBuilder()
            .setName("text")
            .setDataType(ElementType.INT8.onnx() + 5)
            .addDims(1)
            .addStringData(ByteString.copyFromUtf8("a"))
            .build();
    OnnxModel model =
        new TestGraph("m", 13)
            .constant(text)
            .weights("w", 4)
            .node("Identity", "", "text", "a")
            .node("SequenceConstruct", "", "w", "b")
            .node("Cast", "", "w", "c", TestGraph.integer("to", 8))
            .node("Constant", "", "", "d", TestGraph.tensor("value", text))
            .model();
    assertThat(ConstantFolding.foldable(model)).isEmpty();
  }

  @Test
  void aConstantWhoseValueIsMissingStays() {
    OnnxModel model = shaped(TestModels.attention());
    OnnxModel folded = ConstantFolding.fold(model, Map.of());
    assertThat(ops(folded)).contains("Shape", "Concat").doesNotContain("Dropout");
  }

  @Test
  void onlyNeededConstantsAreKept() {
    OnnxModel model = OrtRunner.prepare(TestModels.attention(), Map.of(), 1);
    assertThat(ops(model)).doesNotContain("Shape", "Gather", "Concat", "Dropout", "Identity");
    assertThat(model.graph().initializers()).containsKeys("split", "join");
    assertThat(model.graph().initializers()).doesNotContainKeys("shape", "n", "first");
    assertThat(model.graph().outputs().get(0).getName()).isEqualTo("y");
    assertThat(Graph.attribute(model.graph().nodes().get(0), "none")).isNull();
  }

  @Test
  void passThroughNodesThatAnOutputOrASubgraphNeedsStay() {
    TestGraph body = new TestGraph("b", 13).node("Neg", "", "i2", "t").output("t");
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 1)
            .input("c", ElementType.BOOL)
            .weights("w", 1)
            .node("Identity", "", "x", "fromInput")
            .node("Identity", "", "w", "fromConstant")
            .node("Relu", "", "x", "r")
            .node("Identity", "", "r", "first")
            .node("Identity", "", "r", "second")
            .node("Identity", "", "r", "i2")
            .node("Identity", "", "r", "i3")
            .node("Identity", "", "i3", "i4")
            .node("Abs", "", "i4", "abs")
            .node(
                "If",
                "",
                "c",
                "branch",
                TestGraph.graph("then_branch", body),
                TestGraph.graph("else_branch", body))
            .output("fromInput")
            .output("fromConstant")
            .output("first")
            .output("second")
            .output("abs")
            .output("branch")
            .model();
    OnnxModel simple = ConstantFolding.fold(model, Map.of());
    assertThat(ops(simple))
        .containsExactly("Identity", "Identity", "Relu", "Identity", "Identity", "Abs", "If");
    assertThat(simple.graph().nodes().get(2).getOutput(0)).isEqualTo("first");
    sameOutputs(model, simple);
  }

  @Test
  void dropoutInTrainingStays() {
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 1)
            .scalar("ratio", 0.5f)
            .constant(Tensors.of("yes", ElementType.BOOL, ByteBuffer.wrap(new byte[] {1})))
            .constant(Tensors.of("no", ElementType.BOOL, ByteBuffer.wrap(new byte[] {0})))
            .node("Dropout", "", "x ratio yes", "a")
            .node("Dropout", "", "a ratio no", "b")
            .node("Dropout", "", "b _ _", "d mask")
            .node("Relu", "", "d", "y")
            .output("y")
            .output("mask", ElementType.BOOL)
            .model();
    assertThat(ConstantFolding.fold(model, Map.of()).graph().nodes())
        .extracting(node -> node.getOutput(0))
        .containsExactly("a", "d", "y");
  }

  @Test
  void deadNodesAndConstantsGo() {
    OnnxModel model =
        new TestGraph("m", 13)
            .input("x", 1)
            .input("unread", 1)
            .weights("w", 1)
            .node("Add", "", "x w", "dead")
            .node("Relu", "", "x", "y")
            .output("y")
            .model();
    OnnxModel live = DeadCode.remove(model);
    assertThat(ops(live)).containsExactly("Relu");
    assertThat(live.graph().initializers()).isEmpty();
    assertThat(live.graph().inputs()).hasSize(2);
  }

  @Test
  void batchNormalisationFoldsIntoEveryProducer() {
    OnnxModel model = shaped(TestModels.convBatchNorm());
    OnnxModel folded = BatchNormFolding.fold(model);
    // "alone" follows on bn4, which is folded first: so it folds, too.
    assertThat(ops(folded)).doesNotContain("BatchNormalization");
    assertThat(folded.graph().nodes().get(0).getOutput(0)).isEqualTo("n1");
    assertThat(folded.graph().initializers()).doesNotContainKeys("ws", "bs", "bn1.gamma");
    assertThat(folded.graph().initializers()).containsKeys("w1", "n3/weights", "n4/weights");
    sameOutputs(model, folded);
  }

  @Test
  void batchNormalisationThatCannotBeFoldedStays() {
    OnnxModel model =
        new TestGraph("m", 15)
            .input("x", 1, 2, 4, 4)
            .input("gamma", 2)
            .weights("w", 2, 2, 1, 1)
            .positive("g", 2)
            .weights("b", 2)
            .weights("mean", 2)
            .positive("v", 2)
            .constant(Tensors.ofFloats("zero", new float[] {-1e-5f, 0}, 2))
            .node("Conv", "", "x w", "twoReaders")
            .node("BatchNormalization", "", "twoReaders g b mean v", "a")
            .node("Conv", "", "x w", "output")
            .node("BatchNormalization", "", "output g b mean v", "c")
            .node("Conv", "", "x w", "free")
            .node("BatchNormalization", "", "free gamma b mean v", "d")
            .node("Conv", "", "x w", "infinite")
            .node("BatchNormalization", "", "infinite g b mean zero", "e")
            .node("Conv", "", "x w", "training")
            .node(
                "BatchNormalization",
                "",
                "training g b mean v",
                "f m2 v2",
                TestGraph.integer("training_mode", 1))
            .node("BatchNormalization", "", "x g b mean v", "h")
            .node("Sum", "", "twoReaders a c d e f h", "y")
            .output("y")
            .output("output")
            .model();
    OnnxModel folded = BatchNormFolding.fold(model);
    assertThat(folded.graph().nodes()).isEqualTo(model.graph().nodes());
  }

  @Test
  void gemmThatIsNotPlainStays() {
    for (NodeProto gemm :
        List.of(
            NodeProto.newBuilder().addAttribute(TestGraph.number("alpha", 2)).build(),
            NodeProto.newBuilder().addAttribute(TestGraph.number("beta", 2)).build(),
            NodeProto.newBuilder().addAttribute(TestGraph.integer("transA", 1)).build())) {
      OnnxModel model =
          new TestGraph("m", 13)
              .input("x", 3, 3)
              .weights("w", 3, 3)
              .positive("g", 3)
              .weights("b", 3)
              .node(
                  gemm.toBuilder()
                      .setOpType("Gemm")
                      .addAllInput(List.of("x", "w", "b"))
                      .addOutput("c")
                      .build())
              .node("BatchNormalization", "", "c g b b g", "y")
              .output("y")
              .model();
      assertThat(ops(BatchNormFolding.fold(model))).hasSize(2);
    }
  }
}

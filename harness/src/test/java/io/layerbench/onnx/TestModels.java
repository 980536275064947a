package io.layerbench.onnx;

import static io.layerbench.onnx.TestGraph.graph;
import static io.layerbench.onnx.TestGraph.integer;
import static io.layerbench.onnx.TestGraph.ints;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small models of the shapes that occur in the wild, with the same weights in every run. */
public final class TestModels {

  private TestModels() {}

  /** All of them that ONNX Runtime loads as they are. */
  public static List<OnnxModel> all() {
    return List.of(
        convReluConv(),
        mlp(),
        convBatchNorm(),
        controlFlow(),
        lstm(),
        attention(),
        twoInputs(),
        storedQuantized());
  }

  /** The shapes that a model needs beyond the batch. */
  public static Map<String, long[]> shapes(OnnxModel model) {
    return switch (model.name()) {
      case "twoInputs" -> Map.of("ids", new long[] {1, 7});
      case "sst2_head" -> Map.of("last_hidden_state", new long[] {1, 9, 384});
      default -> Map.of();
    };
  }

  /**
   * A residual CNN, 1x3x8x8 to 1x10, with the ranked layers conv1, depthwise, conv2, conv3 and fc.
   */
  public static OnnxModel convReluConv() {
    return new TestGraph("convReluConv", 13)
        .input("image", "batch", 3, 8, 8)
        .weights("w1", 8, 3, 3, 3)
        .weights("b1", 8)
        .weights("wd", 8, 1, 3, 3)
        .weights("w2", 8, 8, 1, 1)
        .weights("b2", 8)
        .weights("w3", 16, 8, 3, 3)
        .weights("wf", 10, 16)
        .weights("bf", 10)
        .scalar("zero", 0)
        .scalar("six", 6)
        .node("Conv", "conv1", "image w1 b1", "c1", ints("pads", 1, 1, 1, 1))
        .node("Relu", "relu1", "c1", "r1")
        .node("Conv", "depthwise", "r1 wd", "cd", ints("pads", 1, 1, 1, 1), integer("group", 8))
        .node("Clip", "clip", "cd zero six", "rd")
        .node("Conv", "conv2", "rd w2 b2", "c2")
        .node("Add", "add", "c2 r1", "sum")
        .node("MaxPool", "pool", "sum", "pooled", ints("kernel_shape", 2, 2), ints("strides", 2, 2))
        .node("Conv", "conv3", "pooled w3", "c3")
        .node("Relu", "relu3", "c3", "r3")
        .node("GlobalAveragePool", "mean", "r3", "gap")
        .node("Flatten", "flatten", "gap", "flat")
        .node("Gemm", "fc", "flat wf bf", "logits", integer("transB", 1))
        .output("logits")
        .model();
  }

  /** Two dense layers as MatMul and Add, ?x16 to ?x4, and a Softmax. */
  public static OnnxModel mlp() {
    return new TestGraph("mlp", 13)
        .input("x", "batch", 16)
        .weights("w1", 16, 32)
        .weights("b1", 32)
        .weights("w2", 32, 4)
        .weights("b2", 4)
        .node("MatMul", "dense1", "x w1", "m1")
        .node("Add", "bias1", "m1 b1", "a1")
        .node("Relu", "relu1", "a1", "r1")
        .node("MatMul", "dense2", "r1 w2", "m2")
        .node("Add", "bias2", "b2 m2", "a2")
        .node("Softmax", "softmax", "a2", "p")
        .output("p")
        .model();
  }

  private static TestGraph norm(TestGraph graph, String name, String in, String out, int n) {
    return graph
        .positive(name + ".gamma", n)
        .weights(name + ".beta", n)
        .weights(name + ".mean", n)
        .positive(name + ".var", n)
        .node(
            "BatchNormalization",
            name,
            "%s %s.gamma %s.beta %s.mean %s.var".formatted(in, name, name, name, name),
            out);
  }

  /**
   * Every producer that a batch normalisation folds into (Conv with groups, ConvTranspose with
   * groups, Conv1d is left to m5, Gemm both ways, shared weights), and one that it cannot.
   */
  public static OnnxModel convBatchNorm() {
    TestGraph g =
        new TestGraph("convBatchNorm", 13)
            .input("x", "batch", 4, 6, 6)
            .weights("w1", 8, 2, 3, 3)
            .weights("wt", 8, 3, 2, 2)
            .weights("ws", 6, 6, 1, 1)
            .weights("bs", 6)
            .weights("wg", 150, 5)
            .weights("cg", 1, 5)
            .weights("wh", 7, 5)
            .node("Conv", "", "x w1", "c1", integer("group", 2));
    norm(g, "bn1", "c1", "n1", 8).node("Relu", "relu", "n1", "r1");
    g.node("ConvTranspose", "up", "r1 wt", "t1", integer("group", 2), ints("strides", 1, 1));
    norm(g, "bn2", "t1", "n2", 6).node("Conv", "shared", "n2 ws bs", "s1");
    norm(g, "bn3", "s1", "n3", 6).node("Conv", "shared again", "n3 ws bs", "s2");
    norm(g, "bn4", "s2", "n4", 6);
    norm(g, "alone", "n4", "n5", 6).node("Flatten", "flatten", "n5", "flat");
    g.node("Gemm", "gemm", "flat wg cg", "g1");
    norm(g, "bn5", "g1", "n6", 5).node("Gemm", "gemm2", "n6 wh", "g2", integer("transB", 1));
    return norm(g, "bn6", "g2", "y", 7).output("y").model();
  }

  /** A dense layer, an If whose branches read from outside, and another dense layer. */
  public static OnnxModel controlFlow() {
    TestGraph positive = new TestGraph("then", 13).node("Relu", "inner", "a1", "t").output("t");
    TestGraph negative = new TestGraph("else", 13).node("Add", "inner", "a1 b1", "e").output("e");
    return new TestGraph("controlFlow", 13)
        .input("x", 1, 8)
        .weights("w1", 8, 8)
        .weights("b1", 8)
        .weights("w2", 8, 3)
        .scalar("zero", 0)
        .node("MatMul", "before", "x w1", "m1")
        .node("Add", "bias", "m1 b1", "a1")
        .node("ReduceSum", "total", "a1", "s", integer("keepdims", 0))
        .node("Greater", "test", "s zero", "c")
        .node(
            "If",
            "choose",
            "c",
            "i",
            graph("then_branch", positive),
            graph("else_branch", negative))
        .node("Add", "skip", "i a1", "j")
        .node("MatMul", "after", "j w2", "y")
        .output("y")
        .model();
  }

  /** An LSTM over five steps and a dense layer. */
  public static OnnxModel lstm() {
    return new TestGraph("lstm", 13)
        .input("x", 5, 1, 4)
        .weights("w", 1, 24, 4)
        .weights("r", 1, 24, 6)
        .weights("wo", 6, 3)
        .longs("axes", 0)
        .node("LSTM", "lstm", "x w r", "_ h", integer("hidden_size", 6))
        .node("Squeeze", "squeeze", "h axes", "last")
        .node("MatMul", "out", "last wo", "y")
        .output("y")
        .model();
  }

  /**
   * One attention head, ?x6x16, with a decomposed layer normalisation, reshapes from Shape,
   * Identity and Dropout nodes.
   */
  public static OnnxModel attention() {
    TestGraph g = new TestGraph("attention", 13).input("x", "batch", 6, 16);
    for (String part : List.of("q", "k", "v", "o")) {
      g.weights("w" + part, 16, 16).weights("b" + part, 16);
    }
    g.longs("first", 0).longs("rest", 6, 4, 4).longs("back", 6, 16).scalar("half", 0.5f);
    g.node("Shape", "", "x", "shape").node("Gather", "", "shape first", "n");
    g.node("Concat", "", "n rest", "split", integer("axis", 0));
    g.node("Concat", "", "n back", "join", integer("axis", 0));
    for (String part : List.of("q", "k", "v")) {
      g.node("MatMul", part, "x w" + part, part + ".m")
          .node("Add", part + "/bias", part + ".m b" + part, part + ".a")
          .node("Reshape", "", part + ".a split", part + ".s")
          .node(
              "Transpose",
              "",
              part + ".s",
              part + ".t",
              part.equals("k") ? ints("perm", 0, 2, 3, 1) : ints("perm", 0, 2, 1, 3));
    }
    return g.node("MatMul", "scores", "q.t k.t", "qk")
        .node("Mul", "scale", "qk half", "scaled")
        .node("Softmax", "softmax", "scaled", "p", integer("axis", -1))
        .node("Dropout", "dropout", "p", "pd mask")
        .node("MatMul", "mix", "pd v.t", "z")
        .node("Transpose", "", "z", "zt", ints("perm", 0, 2, 1, 3))
        .node("Reshape", "", "zt join", "zr")
        .node("MatMul", "o", "zr wo", "o.m")
        .node("Add", "o/bias", "o.m bo", "o.a")
        .node("Identity", "pass", "o.a", "o.i")
        .node("Add", "residual", "o.i x", "res")
        .constant(Tensors.ofFloats("two", new float[] {2}))
        .constant(Tensors.ofFloats("eps", new float[] {1e-5f}))
        .positive("gamma", 16)
        .node("ReduceMean", "ln/mean", "res", "mu", ints("axes", -1))
        .node("Sub", "ln/sub", "res mu", "d")
        .node("Pow", "ln/pow", "d two", "d2")
        .node("ReduceMean", "ln/var", "d2", "var", ints("axes", -1))
        .node("Add", "ln/eps", "var eps", "ve")
        .node("Sqrt", "ln/sqrt", "ve", "std")
        .node("Div", "ln/div", "d std", "dn")
        .node("Mul", "ln/gamma", "dn gamma", "ln")
        .node("Identity", "last", "ln", "y")
        .output("y")
        .model();
  }

  /** Two inputs that share a free dimension, one of them integers, at operator set 11. */
  public static OnnxModel twoInputs() {
    return new TestGraph("twoInputs", 11)
        .input("ids", ElementType.INT64, "batch", "seq")
        .input("mask", "batch", "seq", 1)
        .weights("table", 12, 8)
        .weights("w", 8, 5)
        .scalar("low", -1)
        .node("Abs", "", "ids", "abs")
        .node("Gather", "embed", "table abs", "e")
        .node("Mul", "masked", "e mask", "em")
        .node("MatMul", "dense", "em w", "d")
        .node("Clip", "", "d low", "dc")
        .node("ReduceMean", "", "dc", "y", ints("axes", 1), integer("keepdims", 0))
        .node("ReduceMax", "", "em", "z", ints("axes", 1, 2), integer("keepdims", 0))
        .output("y")
        .output("z")
        .model();
  }

  /** A convolution and a dense layer whose weights are stored as 8-bit integers. */
  public static OnnxModel storedQuantized() {
    return new TestGraph("storedQuantized", 13)
        .input("x", "batch", 2, 4, 4)
        .constant(bytes("wq", 3, 2, 3, 3))
        .scalar("ws", 0.02f)
        .constant(Tensors.of("wz", ElementType.INT8, ByteBuffer.wrap(new byte[1])))
        .constant(bytes("fq", 12, 5))
        .weights("bf", 5)
        .node("DequantizeLinear", "wdq", "wq ws wz", "w")
        .node("DequantizeLinear", "fdq", "fq ws wz", "f")
        .node("Conv", "conv", "x w", "c")
        .node("Relu", "relu", "c", "r")
        .node("Flatten", "", "r", "flat")
        .node("MatMul", "dense", "flat f", "m")
        .node("Add", "bias", "m bf", "a")
        .node("MatMul", "again", "flat f", "m2")
        .node("Mul", "", "a m2", "y")
        .output("y")
        .model();
  }

  private static TensorProto bytes(String name, long... dims) {
    byte[] values = new byte[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i * 37 % 255 - 127);
    }
    return Tensors.of(name, ElementType.INT8, ByteBuffer.wrap(values), dims);
  }

  /**
   * Nodes without names and with equal ones, which ONNX Runtime refuses to load before the reader
   * has renamed them; glue before and after, outputs inside.
   */
  public static OnnxModel sharedNames() {
    return new TestGraph("sharedNames", 13)
        .input("x", "batch", 6)
        .weights("w", 6, 6)
        .node("Neg", "fc", "x", "n")
        .node("MatMul", "fc", "n w", "m1")
        .node("MatMul", "fc_2", "m1 w", "m2")
        .node("MatMul", "", "m2 w", "m3")
        .node("Relu", "", "m3", "r3")
        .node("MatMul", "fc", "r3 w", "m4")
        .node("Relu", "", "m4", "r4")
        .node("Add", "", "r4 m1", "y")
        .output("y")
        .output("m2")
        .output("m4")
        .model();
  }
}

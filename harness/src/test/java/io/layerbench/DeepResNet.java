package io.layerbench;

import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.TestGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * ResNet-200 for CIFAR-10 (He et al., Deep residual learning, section 4.2, with 33 blocks in each
 * of three stages and 1 × 1 convolutions where their size changes), for runs of many layers. Its
 * weights are random, so it recognizes nothing.
 */
public final class DeepResNet {

  private static final int BLOCKS = 33;

  /** What a block adds is small beside what passes it by: all stays within FP16. */
  private static final double GAIN = 0.1;

  private final TestGraph graph = new TestGraph("resnet200", 13).input("input", "N", 3, 32, 32);
  private final Random random = new Random(200);

  private DeepResNet() {}

  /** Writes it into a folder, as resnet200.onnx. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Path file = folder.resolve("resnet200.onnx");
    System.out.println(Files.write(file, model().toBytes()));
  }

  /** The model: NCHW images in, ten logits out. */
  public static OnnxModel model() {
    return new DeepResNet().build();
  }

  private OnnxModel build() {
    conv("stem", "input", 3, 16, 3, 1, 1);
    String last = relu("stem");
    int channels = 16;
    for (int stage = 1; stage <= 3; stage++) {
      for (int block = 1; block <= BLOCKS; block++) {
        int width = 16 << (stage - 1);
        last = block("stage%d.%d".formatted(stage, block), last, channels, width);
        channels = width;
      }
    }
    return graph
        .node("GlobalAveragePool", "pool", last, "pooled")
        .node("Flatten", "flatten", "pooled", "flat")
        .weights("fc.weight", channels, 10)
        .weights("fc.bias", 10)
        .node("Gemm", "fc", "flat fc.weight fc.bias", "logits")
        .output("logits")
        .model();
  }

  private String block(String name, String input, int from, int to) {
    int stride = from == to ? 1 : 2;
    String shortcut = input;
    if (from != to) {
      shortcut = conv(name + ".shortcut", input, from, to, 1, stride, 1);
    }
    conv(name + ".conv1", input, from, to, 3, stride, 1);
    String branch = conv(name + ".conv2", relu(name + ".conv1"), to, to, 3, 1, GAIN);
    graph.node("Add", name + ".add", shortcut + " " + branch, name + ".add.out");
    return relu(name + ".add");
  }

  private String conv(
      String name, String input, int from, int to, int kernel, int stride, double gain) {
    float[] values = new float[to * from * kernel * kernel];
    double deviation = gain * Math.sqrt(2.0 / (from * kernel * kernel));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    graph.constant(Tensors.ofFloats(name + ".weight", values, to, from, kernel, kernel));
    graph.constant(Tensors.ofFloats(name + ".bias", new float[to], to));
    graph.node(
        "Conv",
        name,
        "%s %s.weight %s.bias".formatted(input, name, name),
        name + ".out",
        TestGraph.ints("kernel_shape", kernel, kernel),
        TestGraph.ints("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2),
        TestGraph.ints("strides", stride, stride));
    return name + ".out";
  }

  private String relu(String name) {
    graph.node("Relu", name + ".relu", name + ".out", name + ".relu.out");
    return name + ".relu.out";
  }
}

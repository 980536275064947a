package io.layerbench.costs;

import io.layerbench.backend.GraphKernel;
import io.layerbench.base.Precision;
import io.layerbench.costs.Topology.Part;
import io.layerbench.costs.Topology.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small networks with known costs. */
final class Costs {

  private Costs() {}

  /**
   * Layers in a row, every third followed by an addition of what came before the layer ahead.
   *
   * @param layers how many
   */
  static Topology residual(int layers) {
    List<Part> parts = new ArrayList<>();
    String tensor = "x";
    String before = "x";
    for (int i = 0; i < layers; i++) {
      parts.add(new Part("l" + i, true, i != 1, List.of(tensor), List.of("t" + i)));
      tensor = "t" + i;
      if (i % 3 == 2) {
        parts.add(new Part("a" + i, false, true, List.of(tensor, before), List.of("s" + i)));
        tensor = "s" + i;
        before = tensor;
      }
    }
    return topology(parts, tensor);
  }

  /**
   * Encoder layers of which each reads the one mask: queries, keys and values, attention and
   * normalizations in float, and three dense layers.
   */
  static Topology transformer(int encoders) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("mask", false, false, List.of("x"), List.of("m")));
    parts.add(new Part("embedding", false, false, List.of("x"), List.of("h0")));
    for (int i = 0; i < encoders; i++) {
      String in = "h" + i;
      for (String name : List.of("q", "k", "v")) {
        parts.add(new Part(name + i + "l", true, true, List.of(in), List.of(name + i)));
      }
      parts.add(
          new Part(
              "attention" + i,
              false,
              false,
              List.of("q" + i, "k" + i, "v" + i, "m"),
              List.of("a" + i)));
      parts.add(new Part("dense" + i, true, true, List.of("a" + i), List.of("d" + i)));
      parts.add(new Part("norm" + i, false, true, List.of("d" + i, in), List.of("n" + i)));
      parts.add(new Part("up" + i, true, true, List.of("n" + i), List.of("u" + i)));
      parts.add(new Part("gelu" + i, false, true, List.of("u" + i), List.of("g" + i)));
      parts.add(new Part("down" + i, true, true, List.of("g" + i), List.of("w" + i)));
      parts.add(
          new Part("out" + i, false, false, List.of("w" + i, "n" + i), List.of("h" + (i + 1))));
    }
    return topology(parts, "h" + encoders);
  }

  private static Topology topology(List<Part> parts, String last) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(new Tensor("x", null, readers(parts, "x"), false, "1x8"));
    for (Part part : parts) {
      for (String output : part.outputs()) {
        tensors.add(
            new Tensor(output, part.name(), readers(parts, output), output.equals(last), "1x8"));
      }
    }
    return new Topology(parts, tensors);
  }

  private static List<String> readers(List<Part> parts, String tensor) {
    return parts.stream().filter(part -> part.inputs().contains(tensor)).map(Part::name).toList();
  }

  /** A cost for every state, all measured. */
  static CostModel random(Topology topology, long seed) {
    Random random = new Random(seed);
    Map<String, Map<String, CostModel.Cost>> parts = new LinkedHashMap<>();
    for (Part part : topology.parts()) {
      Map<String, CostModel.Cost> costs = new LinkedHashMap<>();
      for (State state : States.of(part)) {
        costs.put(state.text(), new CostModel.Cost(random.nextInt(100), 1));
      }
      parts.put(part.name(), costs);
    }
    Map<String, Map<String, CostModel.Cost>> tensors = new LinkedHashMap<>();
    for (Tensor tensor : topology.tensors()) {
      Map<String, CostModel.Cost> costs = new LinkedHashMap<>();
      for (State state : States.ofTensor()) {
        costs.put(state.text(), new CostModel.Cost(random.nextInt(40), 1));
      }
      tensors.put(tensor.name(), costs);
    }
    return new CostModel(
        CostModel.FORMAT_VERSION, "0".repeat(64), "cpu", 1, topology, parts, tensors);
  }

  /** A kernel. */
  static GraphKernel kernel(String name, String op, String in, String out, double micros) {
    return new GraphKernel(name, op, "", List.of(in.split(" ")), List.of(out), micros);
  }

  /** A round of a model that takes 100 us per kernel unless said otherwise. */
  static InPlaceRecord record(
      String variant, Map<String, Precision> plan, long wholeNanos, List<GraphKernel> kernels) {
    return new InPlaceRecord(
        "cpu",
        variant,
        0,
        plan,
        List.of(wholeNanos),
        List.of(wholeNanos),
        kernels,
        List.of(),
        null);
  }
}

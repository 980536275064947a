package io.layerbench.ranking;

import io.layerbench.base.Precision;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.Topology;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Three layers in a row: a and c gain in INT8, b loses, and a change of precision costs 30 us. */
public final class ThreeLayers {

  public static final Set<Precision> AVAILABLE = EnumSet.of(Precision.FP32, Precision.INT8);

  public static final List<RankingInput> LAYERS =
      List.of(input("a", 1.0), input("b", 2.0), input("c", 4.0));

  private ThreeLayers() {}

  /** A layer of 1000 parameters that takes 0.1 ms. */
  public static RankingInput input(String name, @Nullable Double sensitivity) {
    return new RankingInput(
        name, "Conv", 1000, 0.1, null, sensitivity, sensitivity == null ? "unknown" : null, null);
  }

  public static CostModel costs() {
    List<Topology.Part> parts =
        List.of(part("a", "x", "t"), part("b", "t", "u"), part("c", "u", "y"));
    List<Topology.Tensor> tensors =
        List.of(
            new Topology.Tensor("t", "a", List.of("b"), false, "1"),
            new Topology.Tensor("u", "b", List.of("c"), false, "1"));
    Map<String, Map<String, CostModel.Cost>> own = new LinkedHashMap<>();
    own.put("a", by(100, 50));
    own.put("b", by(100, 110));
    own.put("c", by(100, 40));
    Map<String, Map<String, CostModel.Cost>> between = new LinkedHashMap<>();
    for (String tensor : List.of("t", "u")) {
      Map<String, CostModel.Cost> states = new LinkedHashMap<>();
      states.put("float, before none, after int8", new CostModel.Cost(30, 1));
      states.put("int8, before none, after float", new CostModel.Cost(30, 1));
      between.put(tensor, states);
    }
    return new CostModel(
        CostModel.FORMAT_VERSION,
        "0".repeat(64),
        "cpu",
        1,
        new Topology(parts, tensors),
        own,
        between);
  }

  private static Topology.Part part(String name, String in, String out) {
    return new Topology.Part(name, true, true, List.of(in), List.of(out));
  }

  private static Map<String, CostModel.Cost> by(double inFloat, double inInt8) {
    Map<String, CostModel.Cost> states = new LinkedHashMap<>();
    for (String after : List.of("none", "float", "int8", "both")) {
      states.put("float, before none, after " + after, new CostModel.Cost(inFloat, 1));
      states.put("int8, before none, after " + after, new CostModel.Cost(inInt8, 1));
    }
    return states;
  }

  /** What a policy decides by. */
  public static PolicyInput problem(String policy, List<RankingInput> layers, Pins pins) {
    PolicySpec spec = PolicySpec.of(policy, 0.5, AVAILABLE).withPins(pins);
    return Ranker.input(layers, ScoreSpec.defaults(), spec, new Evidence(costs(), null));
  }
}

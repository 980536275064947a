package io.layerbench.costs;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.costs.Topology.Part;
import io.layerbench.costs.Topology.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * costs.json: what every part and every change of precision costs on a backend, in place. The
 * predicted latency of a plan is the sum over the parts and the tensors, each in the {@link State}
 * that the plan puts it in.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param modelSha256 the model that it is for
 * @param backend the backend that it was measured on
 * @param threads intra-operator threads
 * @param topology what makes and reads what
 * @param parts costs by layer or piece of glue, and by state
 * @param tensors costs by tensor and state: conversions of precision and layout
 */
public record CostModel(
    int formatVersion,
    String modelSha256,
    String backend,
    int threads,
    Topology topology,
    Map<String, Map<String, Cost>> parts,
    Map<String, Map<String, Cost>> tensors) {

  /** The version that this program writes, and the only one that it reads. */
  public static final int FORMAT_VERSION = 1;

  /**
   * A cost in one state.
   *
   * @param micros microseconds; may be below 0 by the noise of a correction
   * @param observations how many measurements it comes from; 0 for one taken from other states or
   *     tensors
   */
  public record Cost(double micros, int observations) {

    /** Nothing, by measurement of nothing. */
    static final Cost NONE = new Cost(0, 0);

    public Cost {
      if (!Double.isFinite(micros) || observations < 0) {
        throw new IllegalArgumentException("cost (" + micros + ", " + observations + ")");
      }
    }
  }

  public CostModel {
    if (formatVersion != FORMAT_VERSION) {
      throw new InvalidInputException(
          "The costs have the format version (%d), and this program reads (%d)."
              .formatted(formatVersion, FORMAT_VERSION),
          "measure them again with this program.");
    }
    parts = copy(parts);
    tensors = copy(tensors);
  }

  private static Map<String, Map<String, Cost>> copy(Map<String, Map<String, Cost>> costs) {
    Map<String, Map<String, Cost>> copy = new LinkedHashMap<>();
    costs.forEach((name, states) -> copy.put(name, new TreeMap<>(states)));
    return copy;
  }

  /**
   * A plan's predicted latency in ms.
   *
   * @param precisions of every part; what is missing or not INT8 is in float
   */
  public double predictMs(Map<String, Precision> precisions) {
    double micros = 0;
    for (Part part : topology.parts()) {
      micros += part(part.name(), state(part, precisions)).micros();
    }
    for (Tensor tensor : topology.tensors()) {
      micros += tensor(tensor.name(), state(tensor, precisions)).micros();
    }
    return micros / 1000;
  }

  /**
   * What a part costs in a plan, in ms; null where there is no such part.
   *
   * @param precisions of every part
   */
  public @Nullable Double layerMs(String name, Map<String, Precision> precisions) {
    return topology.parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .map(part -> part(name, state(part, precisions)).micros() / 1000)
        .orElse(null);
  }

  /** How many changes of precision a plan has that were never measured. */
  public int unmeasured(Map<String, Precision> precisions) {
    int found = 0;
    for (Tensor tensor : topology.tensors()) {
      State state = state(tensor, precisions);
      if (state.isBoundary() && tensor(tensor.name(), state).observations() == 0) {
        found++;
      }
    }
    return found;
  }

  /** A part's cost in a state. */
  Cost part(String name, State state) {
    return parts.getOrDefault(name, Map.of()).getOrDefault(state.text(), Cost.NONE);
  }

  /** A tensor's cost in a state. */
  Cost tensor(String name, State state) {
    return tensors.getOrDefault(name, Map.of()).getOrDefault(state.text(), Cost.NONE);
  }

  /** A part's state in a plan. */
  State state(Part part, Map<String, Precision> precisions) {
    return new State(
        precisions.get(part.name()) == Precision.INT8,
        part.ranked() ? Side.NONE : Side.of(topology.makers(part), false, precisions),
        Side.of(topology.readers(part), topology.leaves(part), precisions));
  }

  /** A tensor's state in a plan. */
  State state(Tensor tensor, Map<String, Precision> precisions) {
    boolean int8 = tensor.maker() != null && precisions.get(tensor.maker()) == Precision.INT8;
    return new State(int8, Side.NONE, Side.of(tensor.readers(), tensor.leaves(), precisions));
  }
}

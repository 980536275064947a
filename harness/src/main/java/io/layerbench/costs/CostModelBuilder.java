package io.layerbench.costs;

import io.layerbench.base.InvalidInputException;
import io.layerbench.costs.CostModel.Cost;
import io.layerbench.costs.Topology.Part;
import io.layerbench.costs.Topology.Tensor;
import io.layerbench.statistics.Midmean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a {@link CostModel} of profiles in place.
 *
 * <p>A round's times are scaled to the rounds' common level first, since a machine may be slower
 * for a while, and each kernel's time then by its {@link ProfileFactors}: so the parts and tensors
 * of a uniform model add up to the whole model as it runs without the profiler.
 *
 * <p>A cost in a state is the mean of the middle half of all its measurements, whichever model they
 * come from; a state that no model had takes the cost of one that resembles it.
 */
public final class CostModelBuilder {

  private final Topology topology;
  private final List<Observation> observations;
  private final ProfileFactors factors;
  private final CostModel shape;

  private CostModelBuilder(CostModel shape, List<Observation> observations) {
    this.shape = shape;
    this.topology = shape.topology();
    this.observations = observations;
    this.factors = ProfileFactors.of(observations);
  }

  /**
   * The cost model of a backend.
   *
   * @param records all rounds of all models on that backend; those that failed are left out
   * @throws InvalidInputException when no round of the FP32 model succeeded
   */
  public static CostModel build(
      String modelSha256,
      String backend,
      int threads,
      Topology topology,
      KernelOwners owners,
      List<InPlaceRecord> records) {
    CostModel shape =
        new CostModel(
            CostModel.FORMAT_VERSION, modelSha256, backend, threads, topology, Map.of(), Map.of());
    List<Observation> observations = Observation.of(records, owners);
    if (observations.stream().noneMatch(Observation::isFp32)) {
      throw new InvalidInputException(
          "The FP32 model was never timed in place on (" + backend + ").",
          "see the failures in inplace.jsonl.");
    }
    CostModelBuilder builder = new CostModelBuilder(shape, observations);
    return new CostModel(
        CostModel.FORMAT_VERSION,
        modelSha256,
        backend,
        threads,
        topology,
        builder.parts(),
        builder.tensors());
  }

  private Map<String, Map<String, Cost>> parts() {
    Map<String, Map<String, Cost>> costs = new LinkedHashMap<>();
    topology.parts().forEach(part -> costs.put(part.name(), part(part)));
    return costs;
  }

  private Map<String, Cost> part(Part part) {
    Map<State, List<Double>> values = new LinkedHashMap<>();
    for (Observation one : observations) {
      State state = shape.state(part, one.precisions());
      values
          .computeIfAbsent(state, s -> new ArrayList<>())
          .add(one.scale() * one.shares().part(part.name()).micros() * factors.of(state.int8()));
    }
    Map<State, Cost> measured = new LinkedHashMap<>();
    values.forEach((state, all) -> measured.put(state, new Cost(midmean(all), all.size())));
    return completed(measured, States.of(part));
  }

  private static Map<String, Cost> completed(Map<State, Cost> measured, List<State> possible) {
    Map<String, Cost> all = new LinkedHashMap<>();
    for (State state : possible) {
      Cost own = measured.get(state);
      if (own != null) {
        all.put(state.text(), own);
      } else {
        state.resembling().stream()
            .flatMap(other -> Stream.ofNullable(measured.get(other)))
            .findFirst()
            .ifPresent(cost -> all.put(state.text(), new Cost(cost.micros(), 0)));
      }
    }
    return all;
  }

  private Map<String, Map<String, Cost>> tensors() {
    Map<String, Map<State, Cost>> measured = new LinkedHashMap<>();
    for (Tensor tensor : topology.tensors()) {
      Map<State, List<Double>> values = new LinkedHashMap<>();
      for (Observation one : observations) {
        values
            .computeIfAbsent(shape.state(tensor, one.precisions()), s -> new ArrayList<>())
            .add(one.scale() * one.shares().tensor(tensor.name()).micros() * factors.conversion());
      }
      Map<State, Cost> costs = new LinkedHashMap<>();
      values.forEach((state, all) -> costs.put(state, new Cost(midmean(all), all.size())));
      measured.put(tensor.name(), costs);
    }
    return new UnseenBoundaries(topology, measured).completed();
  }

  private static double midmean(List<Double> values) {
    return Midmean.of(values.stream().mapToDouble(value -> value).toArray());
  }
}

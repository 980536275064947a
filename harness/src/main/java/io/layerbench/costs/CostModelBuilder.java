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
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

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
    Map<String, Map<State, Cost>> measured = new LinkedHashMap<>();
    Map<String, List<State>> possible = new LinkedHashMap<>();
    Map<String, String> kinds = new LinkedHashMap<>();
    for (Part part : topology.parts()) {
      measured.put(
          part.name(),
          costs(
              one -> shape.state(part, one.precisions()),
              (one, state) -> factors.part(one.shares().part(part.name()), state.int8())));
      possible.put(part.name(), States.of(part));
      if (!part.ranked()) {
        kinds.put(part.name(), topology.shapes(part));
      }
    }
    return new UnseenStates(measured, kinds, false).completed(possible);
  }

  private Map<String, Map<String, Cost>> tensors() {
    Map<String, Map<State, Cost>> measured = new LinkedHashMap<>();
    Map<String, List<State>> possible = new LinkedHashMap<>();
    Map<String, String> kinds = new LinkedHashMap<>();
    for (Tensor tensor : topology.tensors()) {
      measured.put(
          tensor.name(),
          costs(
              one -> shape.state(tensor, one.precisions()),
              (one, state) -> factors.conversion(one.shares().tensor(tensor.name()))));
      possible.put(tensor.name(), States.ofTensor());
      kinds.put(tensor.name(), tensor.shape());
    }
    return new UnseenStates(measured, kinds, true).completed(possible);
  }

  /** What something costs in each state that a model had it in. */
  private Map<State, Cost> costs(
      Function<Observation, State> stateOf, ToDoubleBiFunction<Observation, State> micros) {
    Map<State, List<Double>> values = new LinkedHashMap<>();
    for (Observation one : observations) {
      State state = stateOf.apply(one);
      values
          .computeIfAbsent(state, s -> new ArrayList<>())
          .add(one.scale() * micros.applyAsDouble(one, state));
    }
    Map<State, Cost> costs = new LinkedHashMap<>();
    values.forEach((state, all) -> costs.put(state, new Cost(midmean(all), all.size())));
    return costs;
  }

  private static double midmean(List<Double> values) {
    return Midmean.of(values.stream().mapToDouble(value -> value).toArray());
  }
}

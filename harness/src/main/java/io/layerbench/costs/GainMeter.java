package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.costs.KernelOwners.Shares;
import io.layerbench.statistics.BlockedValues;
import io.layerbench.statistics.Midmean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes what INT8 gains of each layer in place, from the turns of the two uniform models.
 *
 * <p>A layer's cost in a turn is its share of the time of all the turn's kernels, both without what
 * the profiler adds to each (see {@link ProfileFactors}), times what the whole model takes without
 * the profiler: so a turn in which the machine was slow counts alike, and the costs of all parts
 * and conversions of a model add up to the model in each turn. A turn in which both models were run
 * is a block; see {@link BlockedValues}.
 */
public final class GainMeter {

  private final KernelOwners owners;

  public GainMeter(KernelOwners owners) {
    this.owners = owners;
  }

  /** A turn of a round. */
  private record Turn(int round, int turn) {}

  /**
   * The gains, in the order of the layers.
   *
   * @param records all rounds of all models on that backend; those that failed are left out
   * @param layers the names of those that are ranked; one that is not in INT8 has no gain
   */
  public LayerGains gains(String backend, List<InPlaceRecord> records, List<String> layers) {
    List<InPlaceRecord> int8 = of(ProbePlans.INT8, records);
    double overhead = ProfileFactors.of(Observation.of(records, owners)).overhead();
    Map<Turn, Shares> inFp32 = turns(of(ProbePlans.FP32, records), overhead);
    Map<Turn, Shares> inInt8 = turns(int8, overhead);
    List<Turn> both = inFp32.keySet().stream().filter(inInt8::containsKey).toList();
    if (both.isEmpty()) {
      return LayerGains.NONE;
    }
    double fp32Ms = wholeMs(of(ProbePlans.FP32, records));
    double int8Ms = wholeMs(int8);
    Map<String, Precision> precisions = int8.get(0).precisions();
    List<LayerGain> gains = new ArrayList<>();
    for (String layer : layers) {
      if (precisions.get(layer) == Precision.INT8) {
        BlockedValues before = costs(layer, of(both, inFp32), fp32Ms);
        BlockedValues after = costs(layer, of(both, inInt8), int8Ms);
        gains.add(
            new LayerGain(backend, layer, before.median(), after.median(), before.minus(after)));
      }
    }
    return new LayerGains(gains);
  }

  private static List<InPlaceRecord> of(String variant, List<InPlaceRecord> records) {
    return records.stream()
        .filter(one -> one.succeeded() && one.variant().equals(variant))
        .toList();
  }

  private Map<Turn, Shares> turns(List<InPlaceRecord> records, double overhead) {
    Map<Turn, Shares> all = new LinkedHashMap<>();
    for (InPlaceRecord one : records) {
      for (int turn = 0; turn < one.turns().size(); turn++) {
        all.put(new Turn(one.round(), turn), owners.of(one.turnKernels(turn)).less(overhead));
      }
    }
    return all;
  }

  private static List<Shares> of(List<Turn> turns, Map<Turn, Shares> shares) {
    return turns.stream().map(turn -> Objects.requireNonNull(shares.get(turn))).toList();
  }

  private static double wholeMs(List<InPlaceRecord> records) {
    return Midmean.of(
        records.stream()
            .flatMap(one -> one.wholeNanos().stream())
            .mapToDouble(nanos -> nanos / 1e6)
            .toArray());
  }

  private static BlockedValues costs(String layer, List<Shares> turns, double wholeMs) {
    return new BlockedValues(
        turns.stream()
            .map(shares -> wholeMs * shares.part(layer).micros() / shares.micros())
            .toList());
  }
}

package io.layerbench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The order of forks: round by round, each round having every case once, in an order shuffled by
 * the seed. So a machine that slows down slows all precisions alike.
 */
public final class ForkOrder {

  private ForkOrder() {}

  /**
   * The forks that are still missing.
   *
   * @param cases what to time
   * @param forks rounds
   * @param seed of the shuffles; the same seed gives the same order, also when resumed
   * @param done timings that exist, failed ones among them
   */
  public static List<PlannedFork> missing(
      List<BenchmarkCase> cases, int forks, long seed, List<Timing> done) {
    Set<String> finished = new HashSet<>();
    int sequence = 0;
    for (Timing timing : done) {
      finished.add(key(timing.caseId(), timing.fork()));
      sequence = Math.max(sequence, timing.sequence() + 1);
    }
    List<PlannedFork> missing = new ArrayList<>();
    Random random = new Random(seed);
    for (int fork = 0; fork < forks; fork++) {
      List<BenchmarkCase> round = new ArrayList<>(cases);
      Collections.shuffle(round, random);
      for (BenchmarkCase one : round) {
        if (!finished.contains(key(one.id(), fork))) {
          missing.add(new PlannedFork(one, fork, sequence++));
        }
      }
    }
    return missing;
  }

  private static String key(String caseId, int fork) {
    return fork + " " + caseId;
  }
}

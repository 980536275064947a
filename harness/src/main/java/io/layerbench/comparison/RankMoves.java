package io.layerbench.comparison;

import io.layerbench.ranking.RankedLayer;
import io.layerbench.statistics.KendallTau;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the layers' ranks move from run to run.
 *
 * @param layers ranked ones, those first that stand first in the first run
 * @param tau Kendall's tau-b of every two runs' ranks over the layers that both rank; null where
 *     there is none
 */
public record RankMoves(List<LayerRanks> layers, List<List<@Nullable Double>> tau) {

  public RankMoves {
    layers = List.copyOf(layers);
    tau = List.copyOf(tau);
  }

  /**
   * A layer's ranks.
   *
   * @param ranks by run; null where it is unranked
   */
  public record LayerRanks(String layer, List<@Nullable Integer> ranks) {

    /** The most places that it moves between two runs. */
    public int spread() {
      List<Integer> known = ranks.stream().filter(Objects::nonNull).toList();
      return known.isEmpty()
          ? 0
          : known.stream().max(Comparator.naturalOrder()).orElseThrow()
              - known.stream().min(Comparator.naturalOrder()).orElseThrow();
    }
  }

  static RankMoves of(List<ComparedRun> runs) {
    List<Map<String, Integer>> ranks = runs.stream().map(RankMoves::ranks).toList();
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(
        run -> {
          if (run.ranking() != null) {
            run.ranking().rows().stream()
                .filter(row -> row.rank() != null)
                .map(RankedLayer::layer)
                .forEach(names::add);
          }
        });
    List<LayerRanks> layers = new ArrayList<>();
    for (String name : names) {
      List<@Nullable Integer> own = new ArrayList<>();
      ranks.forEach(one -> own.add(one.get(name)));
      layers.add(new LayerRanks(name, own));
    }
    List<List<@Nullable Double>> tau = new ArrayList<>();
    for (Map<String, Integer> a : ranks) {
      List<@Nullable Double> row = new ArrayList<>();
      ranks.forEach(b -> row.add(tau(a, b)));
      tau.add(row);
    }
    return new RankMoves(layers, tau);
  }

  private static Map<String, Integer> ranks(ComparedRun run) {
    Map<String, Integer> ranks = new HashMap<>();
    if (run.ranking() != null) {
      for (RankedLayer row : run.ranking().rows()) {
        Integer rank = row.rank();
        if (rank != null) {
          ranks.put(row.layer(), rank);
        }
      }
    }
    return ranks;
  }

  private static @Nullable Double tau(Map<String, Integer> a, Map<String, Integer> b) {
    List<String> common = a.keySet().stream().filter(b::containsKey).sorted().toList();
    double[] first = common.stream().mapToDouble(name -> at(a, name)).toArray();
    double[] second = common.stream().mapToDouble(name -> at(b, name)).toArray();
    if (a.equals(b) && common.size() > 1 && Arrays.stream(first).distinct().count() > 1) {
      return 1.0;
    }
    return KendallTau.of(first, second).stream().boxed().findFirst().orElse(null);
  }

  private static double at(Map<String, Integer> ranks, String name) {
    return ranks.getOrDefault(name, 0);
  }
}

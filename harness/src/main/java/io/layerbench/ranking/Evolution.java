package io.layerbench.ranking;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Searches the plan of least predicted latency whose measured accuracy stays within a drop, by
 * mutation and crossover. It stands for the reinforcement learning of the papers, which learns from
 * measured models, too.
 *
 * <p>Measuring is dear and predicting is not, so a child is measured only where it is predicted to
 * be faster than the best plan so far; and of a brood, one that no other child beats in both
 * predicted latency and summed sensitivity. The same seed and measurements give the same plan.
 */
public final class Evolution {

  /** How many plans are measured at most. */
  public static final int EVALUATIONS = 40;

  /** How many children are made for each that is measured. */
  private static final int BROOD = 24;

  /** After so many broods without a child worth measuring, there is nothing left to find. */
  private static final int BARREN = 20;

  /** How many parents within the drop, and how many beyond it, which lend what makes them fast. */
  private static final int GOOD_PARENTS = 8;

  private static final int BAD_PARENTS = 4;

  private final Space space;
  private final ToDoubleFunction<Set<String>> predictMs;
  private final double mostPoints;
  private final DropMeter meter;
  private final Random random;
  private final Map<Set<String>, Double> predicted = new HashMap<>();
  private final Map<Set<String>, Member> measured = new LinkedHashMap<>();

  /**
   * What is searched.
   *
   * @param sensitivities of the layers to decide, in their order
   * @param forced layers in INT8 whatever they cost
   * @param starts sets of layers to decide that are in INT8; the empty one need not be there
   */
  public record Space(
      Map<String, Double> sensitivities, Set<String> forced, List<Set<String>> starts) {

    public Space {
      sensitivities = new LinkedHashMap<>(sensitivities);
      forced = Set.copyOf(forced);
      starts = List.copyOf(starts);
    }
  }

  /** A plan that was measured. */
  private record Member(Set<String> genes, double ms, double sensitivity, double dropPoints) {}

  /** A plan that was not. */
  private record Child(Set<String> genes, double ms, double sensitivity) {}

  /**
   * @param predictMs the predicted latency of a set of layers in INT8, forced ones included
   * @param mostPoints the largest drop, points of percent
   */
  public Evolution(
      Space space,
      ToDoubleFunction<Set<String>> predictMs,
      double mostPoints,
      DropMeter meter,
      long seed) {
    this.space = space;
    this.predictMs = predictMs;
    this.mostPoints = mostPoints;
    this.meter = meter;
    this.random = new Random(seed);
  }

  /** The layers in INT8; empty where the forced ones alone go beyond the drop. */
  public Optional<Set<String>> run() {
    measure(child(Set.of()));
    if (best().isEmpty()) {
      return Optional.empty();
    }
    for (Set<String> start : space.starts()) {
      Set<String> genes = new LinkedHashSet<>(start);
      genes.retainAll(space.sensitivities().keySet());
      if (!measured.containsKey(genes)) {
        measure(child(genes));
      }
    }
    int barren = 0;
    while (measured.size() < EVALUATIONS && barren < BARREN) {
      List<Child> worth = worthMeasuring();
      if (worth.isEmpty()) {
        barren++;
      } else {
        barren = 0;
        measure(worth.get(random.nextInt(worth.size())));
      }
    }
    return best().map(member -> withForced(member.genes()));
  }

  private Optional<Member> best() {
    return measured.values().stream()
        .filter(this::isWithin)
        .min(Comparator.comparingDouble(Member::ms));
  }

  private boolean isWithin(Member member) {
    return member.dropPoints() <= mostPoints;
  }

  private void measure(Child child) {
    double drop = meter.dropPoints(withForced(child.genes()));
    measured.put(child.genes(), new Member(child.genes(), child.ms(), child.sensitivity(), drop));
  }

  private Set<String> withForced(Set<String> genes) {
    Set<String> all = new LinkedHashSet<>(space.forced());
    all.addAll(genes);
    return all;
  }

  /** The children of a brood that could be the best and that no sister beats in both respects. */
  private List<Child> worthMeasuring() {
    if (space.sensitivities().isEmpty()) {
      return List.of();
    }
    double fastest = best().map(Member::ms).orElse(Double.POSITIVE_INFINITY);
    List<Member> parents = parents();
    Map<Set<String>, Child> brood = new LinkedHashMap<>();
    for (int i = 0; i < BROOD; i++) {
      Child child = child(cross(pick(parents).genes(), pick(parents).genes()));
      if (child.ms() < fastest && !measured.containsKey(child.genes())) {
        brood.put(child.genes(), child);
      }
    }
    return brood.values().stream()
        .filter(one -> brood.values().stream().noneMatch(sister -> beats(sister, one)))
        .toList();
  }

  private static boolean beats(Child better, Child worse) {
    return better.ms() <= worse.ms()
        && better.sensitivity() <= worse.sensitivity()
        && (better.ms() < worse.ms() || better.sensitivity() < worse.sensitivity());
  }

  private List<Member> parents() {
    Stream<Member> good =
        measured.values().stream()
            .filter(this::isWithin)
            .sorted(Comparator.comparingDouble(Member::ms))
            .limit(GOOD_PARENTS);
    Stream<Member> bad =
        measured.values().stream()
            .filter(member -> !isWithin(member))
            .sorted(Comparator.comparingDouble(Member::dropPoints))
            .limit(BAD_PARENTS);
    return Stream.concat(good, bad).toList();
  }

  /** A tournament of two. */
  private Member pick(List<Member> parents) {
    int first = random.nextInt(parents.size());
    int second = random.nextInt(parents.size());
    return parents.get(Math.min(first, second));
  }

  /** Each layer from one of the two; one layer in the mean as neither has it. */
  private Set<String> cross(Set<String> mother, Set<String> father) {
    Set<String> genes = new LinkedHashSet<>();
    for (String layer : space.sensitivities().keySet()) {
      boolean int8 = (random.nextBoolean() ? mother : father).contains(layer);
      boolean mutated = random.nextInt(space.sensitivities().size()) == 0;
      if (int8 != mutated) {
        genes.add(layer);
      }
    }
    return genes;
  }

  private Child child(Set<String> genes) {
    double ms = predicted.computeIfAbsent(genes, own -> predictMs.applyAsDouble(withForced(own)));
    double sensitivity =
        genes.stream().mapToDouble(layer -> space.sensitivities().getOrDefault(layer, 0.0)).sum();
    return new Child(genes, ms, sensitivity);
  }
}

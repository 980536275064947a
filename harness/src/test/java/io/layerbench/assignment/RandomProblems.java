package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Problems shaped like networks. */
final class RandomProblems {

  static final List<String> MEASURES = List.of("latency", "sensitivity", "size");

  private RandomProblems() {}

  /**
   * A few variables, small enough to look at every assignment: a chain with boundaries, shortcuts,
   * factors of up to four variables, ties between layers, and forbidden combinations. Every other
   * problem has small whole costs, negative ones and zeros among them, so that many totals tie.
   */
  static Problem small(long seed) {
    Random random = new Random(seed);
    DoubleSupplier cost =
        random.nextBoolean() ? () -> random.nextInt(9) - 3 : () -> 10 * random.nextDouble() - 3;
    double forbidden = random.nextInt(3) * 0.15;
    DoubleSupplier together =
        () -> random.nextDouble() < forbidden ? Double.POSITIVE_INFINITY : cost.getAsDouble() / 2;
    Problem.Builder builder = new Problem.Builder(MEASURES);
    List<Integer> sizes = new ArrayList<>();
    int count = 1 + random.nextInt(7);
    for (int v = 0; v < count; v++) {
      sizes.add(1 + random.nextInt(4));
      builder.variable("layer" + v, options(sizes.get(v), cost));
    }
    Function<List<Integer>, List<Double>> table =
        joined -> {
          int entries = joined.stream().mapToInt(sizes::get).reduce(1, (one, other) -> one * other);
          return DoubleStream.generate(together).limit(entries).boxed().toList();
        };
    List<Integer> all = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    for (int v = 1; v < count; v++) {
      builder.factor(random.nextInt(2), List.of(v - 1, v), table.apply(List.of(v - 1, v)));
    }
    for (int extra = random.nextInt(4); extra > 0; extra--) {
      Collections.shuffle(all, random);
      int arity = 1 + random.nextInt(Math.min(4, count));
      List<Integer> joined = List.copyOf(all.subList(0, arity));
      builder.factor(random.nextInt(2), joined, table.apply(joined));
    }
    if (count > 2 && sizes.get(0).equals(sizes.get(2))) {
      builder.factor(0, List.of(0, 2), tie(sizes.get(0)));
    }
    return builder.build();
  }

  private static List<Option> options(int count, DoubleSupplier cost) {
    List<Option> options = new ArrayList<>();
    for (int option = 0; option < count; option++) {
      options.add(
          new Option(
              "option" + option,
              List.of(cost.getAsDouble(), cost.getAsDouble(), cost.getAsDouble())));
    }
    return options;
  }

  /** Costs that allow only equal options. */
  static List<Double> tie(int options) {
    List<Double> costs = new ArrayList<>();
    for (int one = 0; one < options; one++) {
      for (int other = 0; other < options; other++) {
        costs.add(one == other ? 0 : Double.POSITIVE_INFINITY);
      }
    }
    return costs;
  }

  /**
   * A chain of layers, each with four precisions: the lower, the quicker, smaller and more harmful;
   * where two neighbours differ, a conversion costs time.
   */
  static Problem chain(int layers, long seed) {
    Random random = new Random(seed);
    Problem.Builder builder = new Problem.Builder(MEASURES);
    for (int layer = 0; layer < layers; layer++) {
      double latency = Math.exp(random.nextGaussian() / 2);
      double sensitivity = Math.exp(random.nextGaussian());
      double bytes = 1000 + random.nextInt(100_000);
      List<Option> options = new ArrayList<>();
      for (int bits = 32; bits >= 4; bits /= 2) {
        double share = Math.pow(bits / 32.0, 0.5 + 0.3 * random.nextDouble());
        double harm = bits == 32 ? 0 : sensitivity * Math.pow(4, -bits / 4.0);
        options.add(new Option(bits + " bits", List.of(latency * share, harm, bytes * bits / 8)));
      }
      int added = builder.variable("layer" + layer, options);
      if (added > 0) {
        double conversion = 0.3 * random.nextDouble();
        builder.factor(0, List.of(added - 1, added), boundary(conversion));
      }
    }
    return builder.build();
  }

  private static List<Double> boundary(double conversion) {
    List<Double> costs = new ArrayList<>();
    for (int entry = 0; entry < 16; entry++) {
      costs.add(entry / 4 == entry % 4 ? 0 : conversion);
    }
    return costs;
  }
}

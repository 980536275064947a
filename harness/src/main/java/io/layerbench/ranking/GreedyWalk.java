package io.layerbench.ranking;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the ranking and gives each layer INT8 as long as the measured accuracy stays within a drop.
 *
 * <p>Layer by layer that would take a measurement each. So all layers that are left are tried at
 * once, and where they are too many, halving finds how many of them may follow those kept before;
 * the layer after these goes beyond the drop, stays FP32, and the walk goes on behind it. The third
 * such layer ends it. With n layers that is at most 3 · (1 + ⌈log₂ n⌉) measurements, and one where
 * all layers fit. What is kept was always measured as it is.
 */
public final class GreedyWalk {

  /** How many layers may be put back before the walk ends. */
  static final int PATIENCE = 3;

  private final List<String> order;
  private final double mostPoints;
  private final DropMeter meter;
  private final Set<String> kept;

  /**
   * @param order the layers to decide, best rank first
   * @param forced layers in INT8 whatever they cost
   * @param mostPoints the largest drop, points of percent
   */
  public GreedyWalk(List<String> order, Set<String> forced, double mostPoints, DropMeter meter) {
    this.order = List.copyOf(order);
    this.mostPoints = mostPoints;
    this.meter = meter;
    this.kept = new LinkedHashSet<>(forced);
  }

  /** The layers in INT8; empty where the forced ones alone go beyond the drop. */
  public Optional<Set<String>> run() {
    if (meter.dropPoints(kept) > mostPoints) {
      return Optional.empty();
    }
    int at = 0;
    int putBack = 0;
    while (at < order.size() && putBack < PATIENCE) {
      int fitting = fitting(at);
      kept.addAll(order.subList(at, at + fitting));
      at += fitting + 1;
      putBack++;
    }
    return Optional.of(Set.copyOf(kept));
  }

  /** How many layers from there on may be kept, all before the first that goes beyond the drop. */
  private int fitting(int from) {
    int rest = order.size() - from;
    if (fits(from, rest)) {
      return rest;
    }
    int low = 0;
    int high = rest;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (fits(from, middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean fits(int from, int count) {
    Set<String> more = new LinkedHashSet<>(kept);
    more.addAll(order.subList(from, from + count));
    return meter.dropPoints(more) <= mostPoints;
  }
}

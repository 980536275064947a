package io.layerbench.assignment;

import java.util.List;
import java.util.Optional;

/**
 * The assignments that no other beats in two measures, x and y.
 *
 * @param points by ascending x, so by descending y; each differs in both; none where {@code
 *     infeasible} says why
 * @param thinned whether there may be more such points than these. Each point is then still one
 *     that no other beats (within its gap), and for every point left out there is one here with no
 *     larger y whose x is larger by at most {@code epsilon}
 * @param epsilon in x's unit; 0 where not thinned
 * @param infeasible why no assignment meets the limits; empty where one does
 */
public record Frontier(
    List<Solution> points, boolean thinned, double epsilon, Optional<Infeasible> infeasible) {

  public Frontier {
    points = List.copyOf(points);
    if (points.isEmpty() != infeasible.isPresent()) {
      throw new IllegalArgumentException("A frontier has points or a reason for none.");
    }
  }
}

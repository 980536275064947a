package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds out which limits cannot be met together, and what each would have to be. */
final class Conflict {

  private final Search search;
  private final Map<String, Double> limits;

  Conflict(Search search, Map<String, Double> limits) {
    this.search = search;
    this.limits = limits;
  }

  /** Why the limits cannot be met; empty where they can. */
  Optional<Infeasible> find() {
    return isFeasible(search.limited()) ? Optional.empty() : Optional.of(explain());
  }

  /** Why the limits cannot be met, which is known. */
  Infeasible explain() {
    if (!isFeasible(List.of())) {
      return new Infeasible("Every assignment is forbidden, whatever the limits.", Map.of());
    }
    List<String> conflict = search.limited();
    for (String name : search.limited()) {
      List<String> fewer = without(conflict, name);
      if (!isFeasible(fewer)) {
        conflict = fewer;
      }
    }
    Map<String, Double> nearest = new LinkedHashMap<>();
    for (String name : conflict) {
      PathSearch path = search.path(name, search.limits(without(conflict, name)));
      path.run();
      nearest.put(name, search.value(name, path.value()));
    }
    return new Infeasible(sentence(nearest), nearest);
  }

  private boolean isFeasible(List<String> names) {
    return search.isFeasible(search.limits(names));
  }

  private static List<String> without(List<String> names, String name) {
    return names.stream().filter(one -> !one.equals(name)).toList();
  }

  private String sentence(Map<String, Double> nearest) {
    List<String> parts = new ArrayList<>();
    nearest.forEach(
        (name, least) ->
            parts.add(
                "%s at most (%s; the least possible is %s)"
                    .formatted(name, limits.get(name), number(least))));
    return parts.size() == 1
        ? "No assignment has " + parts.get(0) + "."
        : "No assignment has at once "
            + String.join(" and ", parts)
            + ", each with the others held.";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}

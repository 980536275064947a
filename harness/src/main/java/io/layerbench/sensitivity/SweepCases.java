package io.layerbench.sensitivity;

import io.layerbench.quantize.Treatment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The cases of a sweep, in an order that lets neighbours share their work: unit by unit, and within
 * a unit mode by mode.
 */
public final class SweepCases {

  private final List<String> order;
  private final BiPredicate<String, Treatment> possible;

  /**
   * @param order all layers of the sweep in the model's order
   * @param possible whether a layer can be treated so; a case leaves out those that cannot
   */
  public SweepCases(List<String> order, BiPredicate<String, Treatment> possible) {
    this.order = List.copyOf(order);
    this.possible = possible;
  }

  /** Every unit in every mode and treatment; cases in which nothing would change are left out. */
  public List<SweepCase> of(List<Unit> units, Set<Mode> modes, List<Treatment> treatments) {
    List<SweepCase> cases = new ArrayList<>();
    for (Unit unit : units) {
      for (Mode mode : modes) {
        // All but everything is FP32, and the first of everything is everything.
        if (unit.kind() == UnitKind.MODEL && mode != Mode.ONLY) {
          continue;
        }
        for (Treatment treatment : treatments) {
          Map<String, Treatment> layers = layers(unit, mode, treatment);
          boolean own = unit.layers().stream().anyMatch(one -> possible.test(one, treatment));
          if (own && !layers.isEmpty()) {
            cases.add(
                new SweepCase(
                    unit.name(), unit.kind(), mode, treatment, layers, ordered(unit.layers())));
          }
        }
      }
    }
    return cases;
  }

  /** A case with a treatment of its own for each layer. */
  public SweepCase mixture(String name, Map<String, Treatment> layers) {
    return new SweepCase(name, UnitKind.MIXTURE, Mode.ONLY, null, layers, ordered(layers.keySet()));
  }

  private Map<String, Treatment> layers(Unit unit, Mode mode, Treatment treatment) {
    List<String> chosen =
        switch (mode) {
          case ONLY -> unit.layers();
          case ALL_BUT -> order.stream().filter(layer -> !unit.layers().contains(layer)).toList();
          case FIRST -> order.subList(0, order.indexOf(last(unit.layers())) + 1);
        };
    Map<String, Treatment> layers = new LinkedHashMap<>();
    for (String layer : chosen) {
      if (possible.test(layer, treatment)) {
        layers.put(layer, treatment);
      }
    }
    return layers;
  }

  private String last(List<String> layers) {
    List<String> ordered = ordered(layers);
    return ordered.get(ordered.size() - 1);
  }

  private List<String> ordered(Collection<String> layers) {
    List<String> ordered = order.stream().filter(layers::contains).toList();
    if (ordered.size() != layers.size()) {
      throw new IllegalArgumentException("not all of these layers are swept: " + layers);
    }
    return ordered;
  }
}

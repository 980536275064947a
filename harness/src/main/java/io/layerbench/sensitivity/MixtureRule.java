package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Mixes precisions by measured sensitivity: units are ordered by what the lowest precision costs
 * each of them alone, and then, in equal shares, the most sensitive ones get the first precision,
 * the next ones the second, and so on.
 *
 * @param precisions from the highest to the lowest, at least two
 */
public record MixtureRule(List<Precision> precisions) {

  public MixtureRule {
    precisions = List.copyOf(precisions);
    boolean falling = precisions.size() > 1;
    for (int i = 1; i < precisions.size(); i++) {
      falling &= precisions.get(i).bits() < precisions.get(i - 1).bits();
    }
    if (!falling) {
      throw new UsageException(
          "The mixture (" + name(precisions) + ") does not go from higher to lower precisions.",
          "join two or more by +, as in int8+int6+int4.");
    }
  }

  /** Reads "int8+int6+int4". */
  public static MixtureRule parse(String text) {
    return new MixtureRule(Arrays.stream(text.split("\\+", -1)).map(Precision::parse).toList());
  }

  /** The name of its row, such as "int8+int6+int4". */
  public String name() {
    return name(precisions);
  }

  private static String name(List<Precision> precisions) {
    return precisions.stream().map(Precision::id).collect(Collectors.joining("+"));
  }

  /** The precision whose cost orders the units. */
  public Precision lowest() {
    return precisions.get(precisions.size() - 1);
  }

  /**
   * The precision of every layer of the units that the table has a value for; others stay FP32.
   *
   * @param units of one kind, none sharing a layer with another
   */
  public Map<String, Precision> assign(List<Unit> units, SensitivityTable table) {
    Map<Unit, Double> costs = new LinkedHashMap<>();
    units.forEach(unit -> cost(unit, table).ifPresent(cost -> costs.put(unit, cost)));
    List<Unit> ordered = new ArrayList<>(costs.keySet());
    ordered.sort(Comparator.comparing(costs::get, Comparator.reverseOrder()));
    Map<String, Precision> layers = new LinkedHashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      Precision precision = precisions.get(i * precisions.size() / ordered.size());
      ordered.get(i).layers().forEach(layer -> layers.put(layer, precision));
    }
    return layers;
  }

  /** The relative error at the model's output, or where that was not compared, at the unit's. */
  private Optional<Double> cost(Unit unit, SensitivityTable table) {
    return table.rows().stream()
        .filter(row -> row.unit().equals(unit.name()) && row.kind() == unit.kind())
        .filter(row -> row.isAlone() && row.precision() == lowest())
        .map(row -> row.model() == null ? row.own() : row.model())
        .flatMap(error -> Optional.ofNullable(error).stream())
        .map(OutputError::relative)
        .findFirst();
  }
}

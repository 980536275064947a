package io.layerbench.sensitivity;

import io.layerbench.quantize.Treatment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One simulation of the whole model: which layers are treated how, and whose output is looked at
 * besides the model's.
 *
 * @param unit the name of the unit that it is about
 * @param kind what the unit is
 * @param mode which layers are quantized, seen from the unit
 * @param treatment how; null for a mixture, whose layers differ
 * @param layers the treatment of every layer that is not FP32, at least one
 * @param own the unit's own layers in the model's order; the last one's output is the unit's
 */
public record SweepCase(
    String unit,
    UnitKind kind,
    Mode mode,
    @Nullable Treatment treatment,
    Map<String, Treatment> layers,
    List<String> own) {
  public SweepCase {
    layers = new TreeMap<>(layers);
    own = List.copyOf(own);
    if (layers.isEmpty() || own.isEmpty()) {
      throw new IllegalArgumentException("the case of (" + unit + ") quantizes nothing");
    }
  }

  /** The layer whose output is the unit's. */
  public String observed() {
    return own.get(own.size() - 1);
  }

  /** Unique within a sweep. */
  public String id() {
    String how =
        treatment == null
            ? "mixture"
            : treatment.precision().id()
                + "/"
                + treatment.operands().name().toLowerCase(Locale.ROOT);
    return (kind + "/" + mode + "/").toLowerCase(Locale.ROOT) + how + "/" + unit;
  }
}

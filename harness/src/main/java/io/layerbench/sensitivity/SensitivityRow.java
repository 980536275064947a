package io.layerbench.sensitivity;

import io.layerbench.base.Precision;
import io.layerbench.quantize.Operands;
import io.layerbench.quantize.Treatment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sensitivity of a unit, computed here or read from elsewhere.
 *
 * @param unit the layer's or block's name
 * @param kind what the unit is
 * @param mode which layers were quantized
 * @param precision to what; null for a mixture
 * @param operands which operands; null for a mixture
 * @param parameters N_i, at least 1
 * @param samples how many samples the means are over, at least 1
 * @param sensitivity S_i = mean of ‖Y − Q‖₂ / (N_i + ε) at the unit's own output; null where an
 *     imported file has none
 * @param own the error at the unit's own output; null for an imported row
 * @param model the error at the model's output; null where it was not computed
 * @param predictions what the model's output says; null where it is no classifier's or was not
 *     computed
 */
public record SensitivityRow(
    String unit,
    UnitKind kind,
    Mode mode,
    @Nullable Precision precision,
    @Nullable Operands operands,
    long parameters,
    int samples,
    @Nullable Double sensitivity,
    @Nullable OutputError own,
    @Nullable OutputError model,
    @Nullable Agreement predictions) {

  /** ε of S_i. */
  public static final double EPSILON = 1e-12;

  public SensitivityRow {
    boolean valid = sensitivity == null || (Double.isFinite(sensitivity) && sensitivity >= 0);
    if (!valid || parameters < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "(%s): sensitivity (%s), parameters (%d), samples (%d) are not valid."
              .formatted(unit, sensitivity, parameters, samples));
    }
  }

  /** What all shards of a case say together. */
  public static SensitivityRow of(SweepCase subject, PartialSensitivity sums) {
    Treatment treatment = subject.treatment();
    OutputError own = OutputError.of(sums.own());
    return new SensitivityRow(
        subject.unit(),
        subject.kind(),
        subject.mode(),
        treatment == null ? null : treatment.precision(),
        treatment == null ? null : treatment.operands(),
        sums.parameters(),
        sums.own().samples(),
        own.norm() / (sums.parameters() + EPSILON),
        own,
        sums.model() == null ? null : OutputError.of(sums.model()),
        sums.predictions() == null ? null : Agreement.of(sums.predictions()));
  }

  /** A layer's S_i from elsewhere; null where it has none. */
  public static SensitivityRow imported(
      String layer, Precision precision, long parameters, @Nullable Double value, int samples) {
    return new SensitivityRow(
        layer,
        UnitKind.LAYER,
        Mode.ONLY,
        precision,
        Operands.WEIGHTS_AND_ACTIVATIONS,
        parameters,
        samples,
        value,
        null,
        null,
        null);
  }

  /** What no two rows of a table have in common. */
  List<Object> key() {
    return List.of(unit, kind, mode, Optional.ofNullable(precision), Optional.ofNullable(operands));
  }

  /** S_i with the number of output elements for N_i; null for an imported row. */
  public @Nullable Double perElement() {
    return own == null ? null : (Double) (own.norm() / (own.elements() + EPSILON));
  }

  /**
   * The power of the error at the model's output, relative to the output's own; null where it is
   * unknown. Over layers whose errors are independent it adds up, to first order.
   */
  public @Nullable Double outputNoise() {
    return model == null ? null : model.noise();
  }

  /** True for the row that a ranking takes: one layer alone, weights and activations. */
  public boolean isLayer() {
    return kind == UnitKind.LAYER && isAlone();
  }

  /** True for a unit that alone was quantized, weights and activations. */
  boolean isAlone() {
    return mode == Mode.ONLY && operands == Operands.WEIGHTS_AND_ACTIVATIONS;
  }
}

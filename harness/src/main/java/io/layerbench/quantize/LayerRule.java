package io.layerbench.quantize;

import io.layerbench.base.Glob;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs for some layers from how the others are quantized. What is null stays.
 *
 * @param match a glob over layers' names, see {@link Glob}
 * @param precision FP32, FP16 or INT8: the precision of those layers in any model that is not FP32
 *     as a whole; others are neither made nor measured nor simulated of them, but FP32
 * @param perChannel whether weights have a scale per output channel
 * @param weights the symmetry of weights
 * @param calibration how the ranges of the layers' inputs and outputs come from samples, see {@link
 *     LayerRanges}
 * @param reducedRange whether weights take 7 bits instead of 8
 */
public record LayerRule(
    String match,
    @Nullable Precision precision,
    @Nullable Boolean perChannel,
    @Nullable Symmetry weights,
    @Nullable CalibrationMethod calibration,
    @Nullable Boolean reducedRange) {

  public LayerRule {
    if (precision != null && !precision.executable()) {
      throw new IllegalArgumentException("no backend executes (" + precision.id() + ")");
    }
  }

  /** What those rules say together for a layer: of each property what the last of them says. */
  static LayerRule of(List<LayerRule> rules, String layer) {
    LayerRule all = new LayerRule(layer, null, null, null, null, null);
    for (LayerRule rule : rules) {
      if (new Glob(rule.match).matches(layer)) {
        all = rule.over(all);
      }
    }
    return all;
  }

  /**
   * Refuses rules that are for no layer.
   *
   * @param layers all layers and glue of the model
   * @throws InvalidInputException naming the first
   */
  public static void check(List<LayerRule> rules, List<Layer> layers) {
    for (LayerRule rule : rules) {
      Glob glob = new Glob(rule.match);
      if (layers.stream().noneMatch(layer -> layer.isRanked() && glob.matches(layer.name()))) {
        throw new InvalidInputException(
            "The layer options match (" + rule.match + "), which is no layer's name.",
            "`layers --model` lists the names; * stands for anything.");
      }
    }
  }

  private LayerRule over(LayerRule earlier) {
    return new LayerRule(
        earlier.match,
        precision == null ? earlier.precision : precision,
        perChannel == null ? earlier.perChannel : perChannel,
        weights == null ? earlier.weights : weights,
        calibration == null ? earlier.calibration : calibration,
        reducedRange == null ? earlier.reducedRange : reducedRange);
  }
}

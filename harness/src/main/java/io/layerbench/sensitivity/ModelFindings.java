package io.layerbench.sensitivity;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.ChannelPeaks;
import io.layerbench.quantize.FloatReasons;
import io.layerbench.quantize.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a model's weights, operators and calibrated ranges show without being run.
 *
 * @param model the prepared FP32 model
 * @param parts all its layers and glue
 * @param ranges of its tensors, by every method
 * @param method the one that quantizes
 */
public record ModelFindings(
    OnnxModel model, List<Layer> parts, CalibrationTables ranges, CalibrationMethod method) {

  private static final double DOMINATING = 16;
  private static final double SATURATING = 2;
  private static final double OUTLYING = 8;

  /** All of them: layer by layer, then operators. */
  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    for (Layer part : parts) {
      if (part.isRanked()) {
        dominating(part, findings);
        range(part, findings);
      }
    }
    FloatReasons.of(model)
        .forEach(
            (op, why) ->
                findings.add(
                    finding(
                        op,
                        Finding.Rule.FLOAT_OPERATOR,
                        "%s stays in float, and should: %s.",
                        op,
                        why)));
    return findings;
  }

  private void dominating(Layer layer, List<Finding> findings) {
    ChannelPeaks.of(model, layer)
        .filter(peaks -> peaks.dominance() >= DOMINATING)
        .ifPresent(
            peaks ->
                findings.add(
                    finding(
                        layer.name(),
                        Finding.Rule.DOMINATING_CHANNEL,
                        "Output channel %d of (%s) has weights up to %.3g, %.0f times the median"
                            + " channel's: one scale for all leaves the others few steps; use"
                            + " --per-channel.",
                        peaks.channel(),
                        layer.name(),
                        peaks.peak(),
                        peaks.dominance())));
  }

  private void range(Layer layer, List<Finding> findings) {
    Map<CalibrationMethod, Range> methods =
        ranges.ranges().getOrDefault(layer.anchor().getInput(0), Map.of());
    Range seen = methods.get(CalibrationMethod.MINMAX);
    Range used = methods.get(method);
    Range most = methods.get(CalibrationMethod.PERCENTILE);
    if (seen == null || used == null || most == null) {
      return;
    }
    saturating(layer, seen, used, findings);
    outlying(layer, used, most, findings);
  }

  private void saturating(Layer layer, Range seen, Range used, List<Finding> findings) {
    double cut = Math.max(ratio(seen.max(), used.max()), ratio(-seen.min(), -used.min()));
    if (cut >= SATURATING) {
      findings.add(
          finding(
              layer.name(),
              Finding.Rule.SATURATING_ACTIVATION,
              "The input of (%s) reaches from %.3g to %.3g, of which calibration by %s keeps %.3g to"
                  + " %.3g: values up to %.1f times as large as the largest that is kept saturate.",
              layer.name(),
              seen.min(),
              seen.max(),
              method.id(),
              used.min(),
              used.max(),
              cut));
    }
  }

  private void outlying(Layer layer, Range used, Range most, List<Finding> findings) {
    double outlying = width(most) > 0 ? width(used) / width(most) : 0;
    if (outlying >= OUTLYING) {
      findings.add(
          finding(
              layer.name(),
              Finding.Rule.OUTLYING_ACTIVATION,
              "99.99%% of the values of (%s)'s input lie within 1/%.0f of its range by %s, which leaves"
                  + " them few steps; try --calibration percentile.",
              layer.name(),
              outlying,
              method.id()));
    }
  }

  /**
   * How many times as far as the kept end values reach on one side of 0; 0 where none lie there.
   */
  private static double ratio(float seen, float kept) {
    return seen > 0 && kept > 0 ? seen / kept : 0;
  }

  private static double width(Range range) {
    return Math.max(range.max(), 0.0) - Math.min(range.min(), 0.0);
  }

  private static Finding finding(String unit, Finding.Rule rule, String text, Object... values) {
    return new Finding(unit, rule, String.format(Locale.ROOT, text, values));
  }
}

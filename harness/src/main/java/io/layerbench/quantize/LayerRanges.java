package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.NodeProto;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Chooses the range of every tensor where layers have calibrations of their own. A tensor has one
 * range, whoever reads it, and of those that have a say the first counts:
 *
 * <ol>
 *   <li>the layer that makes the tensor, where a rule gives it a calibration;
 *   <li>of the layers that read it, be it through glue that hands its scale on, the first in the
 *       model's order to which a rule gives one;
 *   <li>the scheme.
 * </ol>
 */
public final class LayerRanges {

  private final Parts parts;
  private final Scheme scheme;

  private LayerRanges(Parts parts, Scheme scheme) {
    this.parts = parts;
    this.scheme = scheme;
  }

  /**
   * The ranges by a scheme's calibrations.
   *
   * @param layers all layers and glue of the model
   * @throws InvalidInputException where a tensor has no range by the method that is due
   */
  public static CalibrationTable of(
      CalibrationTables tables, Scheme scheme, OnnxModel prepared, List<Layer> layers) {
    CalibrationTable all = tables.by(scheme.calibration());
    if (scheme.layers().stream().allMatch(rule -> rule.calibration() == null)) {
      return all;
    }
    LayerRanges chooser = new LayerRanges(new Parts(prepared, layers), scheme);
    Map<CalibrationMethod, CalibrationTable> others = new EnumMap<>(CalibrationMethod.class);
    Map<String, Range> chosen = new TreeMap<>();
    for (String tensor : all.ranges().keySet()) {
      CalibrationTable table = others.computeIfAbsent(chooser.method(tensor), tables::by);
      chosen.put(tensor, Objects.requireNonNull(table.ranges().get(tensor), tensor));
    }
    return new CalibrationTable(
        all.modelSha256(), all.method(), all.samples(), all.random(), chosen);
  }

  private CalibrationMethod method(String tensor) {
    NodeProto maker = parts.graph().producer(tensor);
    Layer first = maker == null ? null : parts.of(maker);
    return Stream.concat(
            Stream.ofNullable(first), readers(tensor).sorted(Comparator.comparingInt(Layer::index)))
        .filter(Layer::isRanked)
        .map(layer -> LayerRule.of(scheme.layers(), layer.name()).calibration())
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(scheme.calibration());
  }

  /** The layers and glue that read a tensor, be it through glue that hands its scale on. */
  private Stream<Layer> readers(String tensor) {
    return parts.graph().consumers(tensor).stream()
        .flatMap(
            node ->
                !parts.isLayer(node) && OperatorRules.sharesScale(node, parts.model().opset())
                    ? Parts.outputs(node).stream().flatMap(this::readers)
                    : Stream.ofNullable(parts.of(node)));
  }
}

package io.layerbench.quantize;

import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says which layers and glue have no form in a precision, and why. */
final class PrecisionSupport {

  /** True of layers that the file stores quantized. */
  private static final String NO_FLOAT_WEIGHTS = "its weights are no FLOAT constant";

  private final Parts parts;
  private final Scheme scheme;
  private final ActivationScales scales;
  private final GlueRules rules;
  private final HalfRules halves;
  private final Fp16 fp16;

  PrecisionSupport(
      Parts parts, Scheme scheme, ActivationScales scales, GlueRules rules, Halves halves) {
    this.parts = parts;
    this.scheme = scheme;
    this.scales = scales;
    this.rules = rules;
    this.halves = halves.rules();
    this.fp16 = halves.meaning();
  }

  /** What half precision means, and where it can be. */
  record Halves(HalfRules rules, Fp16 meaning) {}

  /** The obstacle; empty where that layer or glue has that precision. */
  Optional<String> obstacle(Layer layer, Precision precision) {
    Optional<String> fixed = fixed(layer, precision);
    if (fixed.isPresent()) {
      return fixed;
    }
    return switch (precision) {
      case FP32 -> Optional.empty();
      case FP16 -> halfObstacle(layer);
      case INT8 -> int8Obstacle(layer);
      case INT6, INT4 ->
          Optional.of(precision.id() + " exists as simulation only, no backend executes it");
    };
  }

  /** The obstacle to simulating that precision; empty where a layer can be simulated in it. */
  Optional<String> simulationObstacle(Layer layer, Precision precision) {
    if (!layer.isRanked()) {
      return Optional.of("only layers are simulated");
    }
    Optional<String> fixed = fixed(layer, precision);
    if (fixed.isPresent()) {
      return fixed;
    }
    return switch (precision) {
      case FP32 -> Optional.empty();
      case FP16 -> hasFloatWeights(layer) ? Optional.empty() : Optional.of(NO_FLOAT_WEIGHTS);
      case INT8, INT6, INT4 -> int8Obstacle(layer);
    };
  }

  private Optional<String> fixed(Layer layer, Precision precision) {
    Precision own = layer.isRanked() ? scheme.precision(layer.name()) : null;
    return own == null || own == precision || precision == Precision.FP32
        ? Optional.empty()
        : Optional.of("the layer options keep it in " + own.id());
  }

  /**
   * Why a layer that is planned as FP16 becomes FP32 instead: its values are out of range. Where
   * half precision is storage, single constants stay as they are.
   */
  Optional<String> staysSingle(Layer layer) {
    return fp16 == Fp16.NATIVE && hasFloatWeights(layer)
        ? halves.layerObstacle(layer)
        : Optional.empty();
  }

  private Optional<String> halfObstacle(Layer layer) {
    if (layer.isRanked() && !hasFloatWeights(layer)) {
      return Optional.of(NO_FLOAT_WEIGHTS);
    }
    if (fp16 == Fp16.STORAGE) {
      List<TensorProto> floats = parts.floatConstants(layer.constants());
      return floats.isEmpty()
          ? Optional.of("without FLOAT constants, FP16 storage is identical to FP32")
          : Optional.empty();
    }
    return layer.isRanked()
        ? halves.layerObstacle(layer)
        : first(layer, List.of(halves::nodeObstacle));
  }

  private Optional<String> int8Obstacle(Layer layer) {
    if (layer.floatReason() != null) {
      return Optional.of(layer.floatReason());
    }
    if (!layer.isRanked()) {
      return first(layer, List.of(rules::int8Obstacle, rules::endObstacle));
    }
    if (!hasFloatWeights(layer)) {
      return Optional.of(NO_FLOAT_WEIGHTS);
    }
    GivenParameters given = scales.given();
    if (!given.isEmpty() && !given.constants().containsKey(WeightLayout.weight(layer.anchor()))) {
      return Optional.of("the model arrived with its weights in float");
    }
    boolean mustQuantizeOutput =
        given.isEmpty()
            || WeightLayout.alwaysQuantizesOutput(layer.anchor())
            || QuantizedEdges.hasActivation(layer);
    return Stream.of(layer.anchor().getInput(0), layer.output())
        .limit(mustQuantizeOutput ? 2 : 1)
        .filter(tensor -> !scales.known(tensor))
        .map(scales::unknown)
        .findFirst();
  }

  private boolean hasFloatWeights(Layer layer) {
    return parts.floatConstant(WeightLayout.weight(layer.anchor())) != null;
  }

  private static Optional<String> first(
      Layer glue, List<Function<NodeProto, Optional<String>>> rules) {
    return rules.stream()
        .flatMap(rule -> glue.nodes().stream().map(rule))
        .flatMap(Optional::stream)
        .findFirst();
  }
}

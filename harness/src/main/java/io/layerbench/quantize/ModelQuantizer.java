package io.layerbench.quantize;

import io.layerbench.backend.Fp16;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes models of other precisions from a prepared FP32 model: whole ones, and one per layer. */
public final class ModelQuantizer {

  private static final long PER_CHANNEL_OPSET = 13;

  /** True of layers that the file stores quantized. */
  private static final String NO_FLOAT_WEIGHTS = "its weights are no FLOAT constant";

  private final Parts parts;
  private final Scheme scheme;
  private final Map<String, Range> ranges;
  private final GivenParameters given;
  private final ActivationScales scales;
  private final Fp16 fp16;
  private final GlueRules rules;

  /**
   * @param prepared a model of opset 11 or later with the types of all edges stated
   * @param layers all its layers and glue
   * @param scheme how quantization is done
   * @param ranges the calibrated ranges, at least of {@link #rangesNeeded}; without one, that layer
   *     has no INT8 form
   * @param fp16 what half precision means on the backend
   */
  public ModelQuantizer(
      OnnxModel prepared, List<Layer> layers, Scheme scheme, CalibrationTable ranges, Fp16 fp16) {
    this(new Parts(prepared, layers), scheme, ranges.ranges(), fp16, GivenParameters.NONE);
  }

  private ModelQuantizer(
      Parts parts, Scheme scheme, Map<String, Range> ranges, Fp16 fp16, GivenParameters given) {
    this.parts = parts;
    this.scheme = scheme;
    this.ranges = ranges;
    this.fp16 = fp16;
    this.given = given;
    this.scales = scales(8);
    this.rules = new GlueRules(parts, scales);
  }

  private ActivationScales scales(int bits) {
    ActivationQuantizer quantizer = new ActivationQuantizer(scheme.activationType(), bits);
    return bits == 8 && !given.isEmpty()
        ? new ActivationScales(Map.of(), quantizer, given)
        : new ActivationScales(ranges, quantizer, GivenParameters.NONE);
  }

  /**
   * The same for a model that arrived quantized, whose float form this quantizer's model is: INT8
   * means what the file says, to the integer; no range is used, and layers and tensors that the
   * file leaves in float stay so. Other precisions are as before.
   */
  public ModelQuantizer withGiven(GivenParameters parameters) {
    return new ModelQuantizer(parts, scheme, ranges, fp16, parameters);
  }

  /**
   * The tensors that calibration must observe: the FLOAT tensors that layers and glue take from
   * outside and give, and those within glue.
   */
  public static Set<String> rangesNeeded(OnnxModel prepared, List<Layer> layers) {
    return new Parts(prepared, layers).observed();
  }

  /**
   * The whole model with each layer in its planned precision; layers that the plan does not name
   * are FP32, and glue follows its neighbours. Inputs and outputs stay as they are.
   *
   * @param plan by layer name; entries for glue are ignored
   * @throws InvalidInputException for a name that is no layer's, or a precision that the layer
   *     cannot have
   */
  public OnnxModel build(Map<String, Precision> plan) {
    Map<String, Layer> ranked = parts.ranked();
    for (Map.Entry<String, Precision> entry : plan.entrySet()) {
      Layer layer = ranked.get(entry.getKey());
      if (layer == null) {
        checkGlue(entry.getKey());
      } else {
        unsupported(layer, entry.getValue())
            .ifPresent(
                reason -> {
                  throw new InvalidInputException(
                      "The layer ("
                          + layer.name()
                          + ") cannot be ("
                          + entry.getValue().id()
                          + "): "
                          + reason
                          + ".",
                      "the plan was made for another model or scheme.");
                });
      }
    }
    Assignment assignment = Assignment.planned(parts, rules, plan, fp16 == Fp16.NATIVE);
    return rewriter(parts, rules, assignment, Ends.FLOAT, Set.of()).rewrite(parts.model().name());
  }

  private void checkGlue(String name) {
    if (parts.layers().stream().noneMatch(layer -> layer.name().equals(name))) {
      throw new InvalidInputException(
          "The plan names a layer (" + name + ") that the model does not have.",
          "the plan was made for another model.");
    }
  }

  /**
   * A model of that layer alone, with the inputs and outputs that it has inside the whole model:
   * FP32 FLOAT; INT8 quantized tensors, but a FLOAT output where {@link #build} leaves it so in
   * full INT8; FP16 FLOAT for storage and FLOAT16 for native. Inputs that are not FLOAT stay.
   *
   * @throws IllegalArgumentException where {@link #unsupported} gives a reason
   */
  public OnnxModel layerCase(Layer layer, Precision precision) {
    unsupported(layer, precision)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(layer.name() + ": " + reason);
            });
    OnnxModel cut = LayerCutter.cut(parts.model(), layer);
    if (precision == Precision.FP32) {
      return cut;
    }
    Parts alone = new Parts(cut, List.of(layer));
    GlueRules aloneRules = new GlueRules(alone, scales);
    Assignment assignment =
        Assignment.uniform(
            alone,
            precision,
            node ->
                precision == Precision.INT8
                    ? aloneRules.int8Obstacle(node).isEmpty()
                    : fp16 == Fp16.STORAGE || aloneRules.halfObstacle(node).isEmpty());
    boolean storage = precision == Precision.FP16 && fp16 == Fp16.STORAGE;
    return rewriter(
            alone,
            aloneRules,
            assignment,
            storage ? Ends.FLOAT : Ends.AS_COMPUTED,
            precision == Precision.INT8 ? quantizedInFull(layer) : Set.of())
        .rewrite(cut.name());
  }

  /** The layer's output, where it is quantized when every layer that can be is INT8. */
  private Set<String> quantizedInFull(Layer layer) {
    if (!layer.isRanked()) {
      return Set.of();
    }
    Map<String, Precision> full = new HashMap<>();
    for (Layer other : parts.ranked().values()) {
      if (unsupported(other, Precision.INT8).isEmpty()) {
        full.put(other.name(), Precision.INT8);
      }
    }
    Assignment assignment = Assignment.planned(parts, rules, full, false);
    return edges(parts, rules, assignment).quantizesOutput(layer)
        ? Set.of(layer.output())
        : Set.of();
  }

  /**
   * A model of that layer alone that computes in float what it would give in that precision:
   * weights and FLOAT inputs rounded, bias and output not.
   *
   * @param precision FP16, INT8, INT6 or INT4
   */
  public OnnxModel simulate(Layer layer, Precision precision) {
    OnnxModel cut = LayerCutter.cut(parts.model(), layer);
    ActivationScales rounding = scales(precision == Precision.FP16 ? 8 : precision.bits());
    return new LayerSimulator(cut, layer, perChannel()).simulate(precision, rounding);
  }

  /** Why that layer has no case in that precision; empty where it has one. */
  public Optional<String> unsupported(Layer layer, Precision precision) {
    return switch (precision) {
      case FP32 -> Optional.empty();
      case FP16 -> halfObstacle(layer);
      case INT8 -> int8Obstacle(layer);
      case INT6, INT4 ->
          Optional.of(precision.id() + " exists as simulation only, no backend executes it");
    };
  }

  private Optional<String> halfObstacle(Layer layer) {
    if (layer.isRanked() && !hasFloatWeights(layer)) {
      return Optional.of(NO_FLOAT_WEIGHTS);
    }
    List<TensorProto> floats = parts.floatConstants(layer.constants());
    if (fp16 == Fp16.STORAGE) {
      return floats.isEmpty()
          ? Optional.of("without FLOAT constants, FP16 storage is identical to FP32")
          : Optional.empty();
    }
    if (layer.isRanked()) {
      return floats.stream().map(HalfPrecision::obstacle).flatMap(Optional::stream).findFirst();
    }
    return firstObstacle(layer.nodes().stream().map(rules::halfObstacle).toList());
  }

  private Optional<String> int8Obstacle(Layer layer) {
    if (layer.floatReason() != null) {
      return Optional.of(layer.floatReason());
    }
    if (!layer.isRanked()) {
      return firstObstacle(
          Stream.concat(
                  layer.nodes().stream().map(rules::int8Obstacle),
                  layer.nodes().stream().map(rules::endObstacle))
              .toList());
    }
    if (!hasFloatWeights(layer)) {
      return Optional.of(NO_FLOAT_WEIGHTS);
    }
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
        .map(GlueRules::noRange)
        .findFirst();
  }

  private boolean hasFloatWeights(Layer layer) {
    return parts.floatConstant(WeightLayout.weight(layer.anchor())) != null;
  }

  private static Optional<String> firstObstacle(List<Optional<String>> obstacles) {
    return obstacles.stream().flatMap(Optional::stream).findFirst();
  }

  /** What the user should know about a plan's model: where it is less than was asked for. */
  public List<String> warnings(Map<String, Precision> plan) {
    List<String> warnings = new ArrayList<>();
    if (scheme.perChannelWeights() && !perChannel() && plan.containsValue(Precision.INT8)) {
      warnings.add(
          "Weights are quantized per tensor: per channel needs opset "
              + PER_CHANNEL_OPSET
              + " and the model has "
              + parts.model().opset()
              + ".");
    }
    for (Layer layer : parts.ranked().values()) {
      if (plan.get(layer.name()) == Precision.FP16 && fp16 == Fp16.STORAGE) {
        parts.floatConstants(layer.constants()).stream()
            .map(HalfPrecision::obstacle)
            .flatMap(Optional::stream)
            .forEach(
                reason ->
                    warnings.add(
                        "In the layer (" + layer.name() + "), " + reason + "; it stays FP32."));
      }
    }
    return warnings;
  }

  private boolean perChannel() {
    return scheme.perChannelWeights() && parts.model().opset() >= PER_CHANNEL_OPSET;
  }

  private QuantizedEdges edges(Parts of, GlueRules glue, Assignment assignment) {
    return new QuantizedEdges(of, assignment, glue, scales);
  }

  private Rewriter rewriter(
      Parts of, GlueRules glue, Assignment assignment, Ends ends, Set<String> outputsKept) {
    return new Rewriter(
        of,
        assignment,
        edges(of, glue, assignment),
        new Rewriter.Options(scheme, perChannel(), fp16, ends, outputsKept));
  }
}

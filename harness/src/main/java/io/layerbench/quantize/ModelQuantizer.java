package io.layerbench.quantize;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.OnnxModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes models of other precisions from a prepared FP32 model: whole ones, and one per layer. */
public final class ModelQuantizer {

  static final long PER_CHANNEL_OPSET = 13;

  private final Parts parts;
  private final Scheme scheme;
  private final Map<String, Range> ranges;
  private final GivenParameters given;
  private final ActivationScales scales;
  private final Fp16 fp16;
  private final GlueRules rules;
  private final HalfRules halves;
  private final PrecisionSupport support;

  /**
   * @param prepared a model of opset 11 or later with the types of all edges stated
   * @param layers all its layers and glue
   * @param scheme how quantization is done
   * @param ranges the ranges by the scheme's calibrations ({@link LayerRanges}), at least of {@link
   *     #rangesNeeded}; without one, that layer has no INT8 form
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
    this.rules = new GlueRules(parts, scales, scheme.attention());
    this.halves = new HalfRules(parts, ranges);
    this.support =
        new PrecisionSupport(
            parts, scheme, scales, rules, new PrecisionSupport.Halves(halves, fp16));
  }

  private ActivationScales scales(int bits) {
    ActivationQuantizer quantizer =
        new ActivationQuantizer(scheme.activationType(), scheme.activationSymmetry(), bits);
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
   * The quantizer of a model that arrived quantized for INT8 alone, which needs neither scheme nor
   * ranges.
   *
   * @param prepared the prepared float form
   * @param layers all its layers and glue
   */
  public static ModelQuantizer asGiven(
      OnnxModel prepared, List<Layer> layers, GivenParameters parameters) {
    Scheme unused = Scheme.baseline(ActivationType.UINT8);
    return new ModelQuantizer(
        new Parts(prepared, layers), unused, Map.of(), Fp16.STORAGE, parameters);
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
   * are FP32, and glue that it does not name follows its neighbours. Inputs and outputs stay as
   * they are. A layer planned as FP16 whose values half precision cannot hold stays FP32, which
   * {@link #warnings} says.
   *
   * @param plan by the names of layers and glue; glue becomes what is asked for as far as its
   *     operators can
   * @throws InvalidInputException for a name that is no layer's, or a precision that the layer
   *     cannot have
   */
  public OnnxModel build(Map<String, Precision> plan) {
    Assignment assignment = assignment(plan);
    return rewriter(parts, rules, assignment, Ends.FLOAT, Set.of()).rewrite(parts.model().name());
  }

  /**
   * The precision of every layer and piece of glue in {@link #build}'s model, in the model's order;
   * a piece of glue with several operators has that of the first that left float.
   *
   * @param plan as for {@link #build}
   */
  public Map<String, Precision> precisions(Map<String, Precision> plan) {
    Assignment assignment = assignment(plan);
    Map<String, Precision> precisions = new LinkedHashMap<>();
    for (Layer part : parts.layers()) {
      Precision own =
          part.nodes().stream()
              .map(assignment::of)
              .filter(precision -> precision != Precision.FP32)
              .findFirst()
              .orElse(Precision.FP32);
      precisions.put(part.name(), own);
    }
    return precisions;
  }

  private Assignment assignment(Map<String, Precision> plan) {
    Map<String, Precision> possible = new HashMap<>(plan);
    for (Map.Entry<String, Precision> entry : plan.entrySet()) {
      Layer layer = parts.ranked().get(entry.getKey());
      if (layer == null) {
        checkGlue(entry.getKey());
      } else if (staysSingle(layer, plan).isPresent()) {
        possible.put(layer.name(), Precision.FP32);
      } else {
        check(layer, entry.getValue());
      }
    }
    return Assignment.planned(parts, rules, possible, fp16 == Fp16.NATIVE ? halves : null);
  }

  private Optional<String> staysSingle(Layer layer, Map<String, Precision> plan) {
    return plan.get(layer.name()) == Precision.FP16 ? support.staysSingle(layer) : Optional.empty();
  }

  private void check(Layer layer, Precision precision) {
    Optional<String> reason = unsupported(layer, precision);
    if (reason.isPresent()) {
      throw new InvalidInputException(
          "The layer ("
              + layer.name()
              + ") cannot be ("
              + precision.id()
              + "): "
              + reason.get()
              + ".",
          "the plan was made for another model or scheme.");
    }
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
    GlueRules aloneRules = new GlueRules(alone, scales, scheme.attention());
    HalfRules aloneHalves = new HalfRules(alone, ranges);
    Assignment assignment =
        Assignment.uniform(
            alone,
            precision,
            node ->
                precision == Precision.INT8
                    ? aloneRules.int8Obstacle(node).isEmpty()
                    : fp16 == Fp16.STORAGE || aloneHalves.nodeObstacle(node).isEmpty());
    boolean storage = precision == Precision.FP16 && fp16 == Fp16.STORAGE;
    return rewriter(
            alone,
            aloneRules,
            assignment,
            storage ? Ends.FLOAT : Ends.AS_COMPUTED,
            precision == Precision.INT8 ? quantizedInFull(layer) : Set.of())
        .rewrite(cut.name());
  }

  /** The outputs that are quantized when every layer that can be is INT8. */
  private Set<String> quantizedInFull(Layer layer) {
    Map<String, Precision> full = new HashMap<>();
    for (Layer other : parts.ranked().values()) {
      if (unsupported(other, Precision.INT8).isEmpty()) {
        full.put(other.name(), Precision.INT8);
      }
    }
    Assignment assignment = Assignment.planned(parts, rules, full, null);
    QuantizedEdges edges = edges(parts, rules, assignment);
    return layer.outputs().stream()
        .filter(output -> edges.quantizedByMaker(output, Set.of()))
        .collect(Collectors.toSet());
  }

  /**
   * A model of that layer alone that computes in float what it would give when treated so: weights
   * and FLOAT inputs rounded as the treatment says, bias and output not.
   *
   * @throws IllegalArgumentException where {@link #notSimulated} gives a reason
   */
  public OnnxModel simulate(Layer layer, Treatment treatment) {
    OnnxModel cut = LayerCutter.cut(parts.model(), layer);
    Precision precision = treatment.precision();
    ActivationScales rounding = scales(precision == Precision.FP16 ? 8 : precision.bits());
    return new LayerSimulator(cut, layer, weights(layer)).simulate(treatment, rounding);
  }

  /** Why a layer cannot be simulated in that precision; empty where it can. */
  public Optional<String> notSimulated(Layer layer, Precision precision) {
    return support.simulationObstacle(layer, precision);
  }

  /**
   * The whole model of {@link #build} with float kernels that give what its integer kernels give,
   * so that its accuracy can be told without them; only sums above 2^24, and glue, which is
   * computed between quantize and dequantize, round otherwise. To be run without optimizations.
   */
  public OnnxModel simulate(Map<String, Precision> plan) {
    return IntegerSimulator.of(build(plan));
  }

  /** Why that layer has no case in that precision; empty where it has one. */
  public Optional<String> unsupported(Layer layer, Precision precision) {
    return support.obstacle(layer, precision);
  }

  /**
   * The precision of a layer in a model that is otherwise in that one: what a rule of the scheme
   * says of the layer, which counts in all models but FP32.
   */
  public Precision precision(Layer layer, Precision asked) {
    Precision own = scheme.precision(layer.name());
    return own == null || asked == Precision.FP32 ? asked : own;
  }

  /** What the user should know about a plan's model: where it is less than was asked for. */
  public List<String> warnings(Map<String, Precision> plan) {
    return new PlanWarnings(parts, scheme, support, fp16).of(plan);
  }

  /** How a layer's weights become INT8: per tensor where the operator set knows no axis. */
  private WeightScheme weights(Layer layer) {
    WeightScheme asked = scheme.weights(layer.name());
    return parts.model().opset() >= PER_CHANNEL_OPSET
        ? asked
        : new WeightScheme(asked.bits(), asked.symmetry(), false);
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
        new Rewriter.Options(scheme, this::weights, fp16, ends, outputsKept));
  }
}

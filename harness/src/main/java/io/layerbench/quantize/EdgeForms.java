package io.layerbench.quantize;

import io.layerbench.base.ElementType;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The forms in which a tensor is read: FLOAT, FLOAT between quantize and dequantize, FLOAT16. Each
 * is made once, when the first reader asks for it.
 *
 * <p>The FLOAT form keeps the tensor's name, so that subgraphs and the model's outputs find it.
 */
final class EdgeForms {

  private final Parts parts;
  private final Assignment assignment;
  private final GraphBuilder builder;
  private final QuantizedEdges edges;
  private final Ends ends;

  /** By tensor: the name of the FLOAT form, where it is not the tensor's own. */
  private final Map<String, String> floats = new HashMap<>();

  private final Map<String, String> quantized = new HashMap<>();
  private final Map<String, String> dequantized = new HashMap<>();
  private final Map<String, String> halves = new HashMap<>();
  private final Map<String, String> kept = new HashMap<>();

  /** The tensors that their makers give as integers. */
  private final Set<String> madeQuantized = new HashSet<>();

  /** The tensors whose FLOAT form has yet to be made from the integers. */
  private final Set<String> onlyQuantized = new HashSet<>();

  /** The tensors whose FLOAT form has yet to be made from the FLOAT16 one. */
  private final Set<String> onlyHalf = new HashSet<>();

  EdgeForms(
      Parts parts, Assignment assignment, GraphBuilder builder, QuantizedEdges edges, Ends ends) {
    this.parts = parts;
    this.assignment = assignment;
    this.builder = builder;
    this.edges = edges;
    this.ends = ends;
  }

  private Graph graph() {
    return parts.graph();
  }

  /** The FLOAT form of a tensor of any type; other types have no other form. */
  String asFloat(String tensor) {
    String half = halves.get(tensor);
    if (half != null && onlyHalf.remove(tensor)) {
      String name = isComputedEnd(tensor) ? builder.unique(tensor + "_fp32") : tensor;
      builder.cast(half, name, ElementType.FLOAT);
      floats.put(tensor, name);
    }
    if (onlyQuantized.remove(tensor)) {
      String name = isComputedEnd(tensor) ? builder.unique(tensor + "_dq") : tensor;
      builder.dequantize(asQuantized(tensor), name, edges.parameters(tensor));
      floats.put(tensor, name);
      dequantized.put(tensor, name);
    }
    return floats.getOrDefault(tensor, tensor);
  }

  /**
   * The FLOAT form that a layer reads which is to compute in float. ONNX Runtime quantizes the
   * weights of a float Conv, ConvTranspose or Gemm by itself where its input is dequantized with
   * one scale and its output is quantized, so that a layer kept in float between two INT8 layers
   * would run on integers, and per tensor at that. It leaves the layer alone where the scale is
   * stated per channel, as often as there are channels.
   */
  String asKeptFloat(String tensor) {
    int axis = severalAt(tensor);
    if (!madeQuantized.contains(tensor) || axis < 0) {
      return asFloat(tensor);
    }
    String known = kept.get(tensor);
    if (known != null) {
      return known;
    }
    String name = builder.unique(tensor + "_kept");
    int size = Math.toIntExact(Objects.requireNonNull(graph().type(tensor)).shape()[axis]);
    builder.dequantize(asQuantized(tensor), name, edges.parameters(tensor).repeated(size, axis));
    kept.put(tensor, name);
    return name;
  }

  /** A dimension with several indices, channels if possible; -1 where there is none. */
  private int severalAt(String tensor) {
    TensorType type = graph().type(tensor);
    if (type == null
        || !type.isConcrete()
        || parts.model().opset() < ModelQuantizer.PER_CHANNEL_OPSET) {
      return -1;
    }
    long[] shape = type.shape();
    return IntStream.concat(IntStream.of(1), IntStream.range(0, shape.length))
        .filter(axis -> axis < shape.length && shape[axis] > 1)
        .findFirst()
        .orElse(-1);
  }

  /** The form that an INT8 node reads, between quantize and dequantize. */
  String asDequantized(String tensor) {
    if (onlyQuantized.contains(tensor)) {
      return asFloat(tensor);
    }
    String known = dequantized.get(tensor);
    if (known != null) {
      return known;
    }
    String input = asQuantized(tensor);
    String name = builder.unique(tensor + "_dq");
    builder.dequantize(input, name, edges.parameters(tensor));
    dequantized.put(tensor, name);
    return name;
  }

  /** The integers themselves. */
  String asQuantized(String tensor) {
    String known = quantized.get(tensor);
    if (known != null) {
      return known;
    }
    QuantizationParameters parameters = edges.parameters(tensor);
    boolean fromOutside =
        ends == Ends.AS_COMPUTED
            && graph().producer(tensor) == null
            && graph().consumers(tensor).stream().allMatch(assignment::isInt8);
    String name = fromOutside ? tensor : builder.unique(tensor + "_q");
    if (fromOutside) {
      builder.endType(tensor, parameters.elementType());
    } else {
      builder.quantize(asFloat(tensor), name, parameters);
    }
    quantized.put(tensor, name);
    return name;
  }

  /** The form that a node reads that computes in half precision. */
  String asHalf(String tensor) {
    String known = halves.get(tensor);
    if (known != null) {
      return known;
    }
    TensorProto constant = parts.floatConstant(tensor);
    String name;
    if (constant != null) {
      name = builder.unique(tensor + "_fp16");
      builder.constant(HalfPrecision.convert(constant, name));
    } else if (isComputedEnd(tensor) && graph().producer(tensor) == null) {
      builder.endType(tensor, ElementType.FLOAT16);
      name = tensor;
      onlyHalf.add(tensor);
    } else {
      String single = asFloat(tensor);
      name = builder.unique(tensor + "_fp16");
      builder.cast(single, name, ElementType.FLOAT16);
    }
    halves.put(tensor, name);
    return name;
  }

  private boolean isComputedEnd(String tensor) {
    return ends == Ends.AS_COMPUTED
        && (graph().isOutput(tensor) || graph().producer(tensor) == null);
  }

  /** The name under which a half-precision node gives a tensor. */
  String giveHalf(String tensor) {
    boolean end = isComputedEnd(tensor);
    if (end) {
      builder.endType(tensor, ElementType.FLOAT16);
    }
    String name = end ? tensor : builder.unique(tensor + "_fp16");
    halves.put(tensor, name);
    onlyHalf.add(tensor);
    return name;
  }

  /** The name under which an INT8 node gives a tensor that is quantized behind it. */
  String giveRaw(String tensor) {
    return builder.unique(tensor + "_raw");
  }

  /** Quantizes behind a node that gave that raw form. */
  void quantizeGiven(String raw, String tensor) {
    builder.quantize(raw, giveQuantized(tensor), edges.parameters(tensor));
  }

  /** The name under which a node gives the integers of a tensor. */
  String giveQuantized(String tensor) {
    boolean end = isComputedEnd(tensor);
    if (end) {
      builder.endType(tensor, edges.parameters(tensor).elementType());
    }
    String name = end ? tensor : builder.unique(tensor + "_q");
    quantized.put(tensor, name);
    onlyQuantized.add(tensor);
    madeQuantized.add(tensor);
    return name;
  }

  /** Makes what the model's outputs still lack. */
  void finish() {
    if (ends == Ends.FLOAT) {
      graph().outputs().forEach(output -> asFloat(output.getName()));
    }
  }
}

package io.layerbench.costs;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a model makes and which read each tensor.
 *
 * @param parts layers and glue in the model's order
 * @param tensors the activations between them, the model's inputs first
 */
public record Topology(List<Part> parts, List<Tensor> tensors) {

  public Topology {
    parts = List.copyOf(parts);
    tensors = List.copyOf(tensors);
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      if (!names.add(part.name())) {
        throw new IllegalArgumentException("two parts are named (" + part.name() + ")");
      }
    }
    for (Tensor tensor : tensors) {
      Set<String> users = new HashSet<>(tensor.readers());
      if (tensor.maker() != null) {
        users.add(tensor.maker());
      }
      users.removeAll(names);
      if (!users.isEmpty()) {
        throw new IllegalArgumentException(
            "the tensor (%s) is made or read by no part (%s)".formatted(tensor.name(), users));
      }
    }
  }

  /**
   * A layer or a piece of glue.
   *
   * @param name unique
   * @param ranked true for a layer
   * @param int8 whether it has an INT8 form on the backend
   * @param inputs the activations that it reads
   * @param outputs those that it makes
   */
  public record Part(
      String name, boolean ranked, boolean int8, List<String> inputs, List<String> outputs) {

    public Part {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * An activation.
   *
   * @param maker the part that makes it; null for an input of the model
   * @param readers the parts that read it, each once
   * @param leaves whether it is an output of the model, and so needed in float
   * @param shape for example "1x64x56x56"
   */
  public record Tensor(
      String name, @Nullable String maker, List<String> readers, boolean leaves, String shape) {

    public Tensor {
      readers = List.copyOf(readers);
    }
  }

  /**
   * The topology of a model.
   *
   * @param layers its layers and glue
   * @param full every part's precision in the model where all that can be is INT8
   */
  public static Topology of(OnnxModel model, List<Layer> layers, Map<String, Precision> full) {
    List<Part> parts =
        layers.stream()
            .map(
                layer ->
                    new Part(
                        layer.name(),
                        layer.isRanked(),
                        full.get(layer.name()) == Precision.INT8,
                        layer.inputs(),
                        layer.outputs()))
            .toList();
    Set<String> outputs = new HashSet<>();
    model.graph().outputs().forEach(output -> outputs.add(output.getName()));
    Stream<String> inputs = model.graph().inputs().stream().map(input -> input.getName());
    List<Tensor> tensors =
        Stream.concat(inputs, layers.stream().flatMap(layer -> layer.outputs().stream()))
            .distinct()
            .map(
                name ->
                    new Tensor(
                        name,
                        parts.stream()
                            .filter(part -> part.outputs().contains(name))
                            .map(Part::name)
                            .findFirst()
                            .orElse(null),
                        parts.stream()
                            .filter(part -> part.inputs().contains(name))
                            .map(Part::name)
                            .toList(),
                        outputs.contains(name),
                        shape(model, name)))
            .toList();
    return new Topology(parts, tensors);
  }

  private static String shape(OnnxModel model, String tensor) {
    TensorType type = model.graph().type(tensor);
    return type == null ? "?" : type.text();
  }

  /**
   * The makers of what a part reads; an input of the model counts as a part that stays in float.
   */
  List<String> makers(Part part) {
    return tensors.stream()
        .filter(tensor -> part.inputs().contains(tensor.name()))
        .map(tensor -> tensor.maker() == null ? "" : tensor.maker())
        .distinct()
        .toList();
  }

  /** The readers of what a part makes, each once. */
  List<String> readers(Part part) {
    return tensors.stream()
        .filter(tensor -> part.outputs().contains(tensor.name()))
        .flatMap(tensor -> tensor.readers().stream())
        .distinct()
        .toList();
  }

  /** The shapes of what a part reads and makes. */
  String shapes(Part part) {
    return Stream.of(part.inputs(), part.outputs())
        .map(names -> names.stream().map(this::shape).collect(Collectors.joining(", ")))
        .collect(Collectors.joining(" to "));
  }

  private String shape(String tensor) {
    return tensors.stream()
        .filter(one -> one.name().equals(tensor))
        .map(Tensor::shape)
        .findFirst()
        .orElse("?");
  }

  /** True where something that a part makes leaves the model. */
  boolean leaves(Part part) {
    return tensors.stream()
        .anyMatch(tensor -> tensor.leaves() && part.outputs().contains(tensor.name()));
  }
}

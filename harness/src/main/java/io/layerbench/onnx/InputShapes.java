package io.layerbench.onnx;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.TensorShapeProto;
import io.layerbench.onnx.proto.TensorShapeProto.Dimension;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives every input of a model a shape in numbers. */
public final class InputShapes {

  /** Constants need not stand among the inputs from this version of the file format on. */
  private static final long MIN_IR_VERSION = 4;

  private final Map<String, long[]> shapes;
  private final int batch;
  private final Map<String, Long> named = new HashMap<>();

  /** Names that one input uses for dimensions of different sizes, as some exporters do. */
  private final Set<String> ambiguous = new HashSet<>();

  private InputShapes(Map<String, long[]> shapes, int batch) {
    this.shapes = shapes;
    this.batch = batch;
  }

  /**
   * The model with concrete inputs. A shape that is given wins; a free first dimension becomes the
   * batch; dimensions with the same name get the same number, unless the shape given for a single
   * input shows that the file uses one name for different things. What the file says about the
   * shapes of other tensors is dropped, as it may be stale, and constants are no longer inputs.
   *
   * @param shapes the dimensions by input name, for as many inputs as one likes
   * @param batch at least 1
   * @throws UsageException where a shape does not fit its input, a free dimension is not given, or
   *     the batch contradicts a fixed one
   * @throws InvalidInputException where an input is no tensor
   */
  public static OnnxModel fix(OnnxModel model, Map<String, long[]> shapes, int batch) {
    if (batch < 1) {
      throw new UsageException("The batch (%d) is not positive.".formatted(batch), "");
    }
    List<ValueInfoProto> inputs = model.graph().inputs();
    refuseUnknown(inputs, shapes);
    InputShapes fixing = new InputShapes(shapes, batch);
    inputs.forEach(fixing::checkTensor);
    inputs.forEach(fixing::checkGiven);
    inputs.forEach(fixing::bindGiven);
    inputs.forEach(fixing::bindFirst);
    fixing.checkBatch(inputs);
    GraphProto.Builder graph = model.proto().getGraph().toBuilder().clearInput().clearValueInfo();
    inputs.forEach(input -> graph.addInput(fixing.fixed(input)));
    graph.getOutputBuilderList().stream()
        .filter(output -> output.getType().hasTensorType())
        .forEach(output -> output.getTypeBuilder().getTensorTypeBuilder().clearShape());
    ModelProto.Builder proto = model.proto().toBuilder().setGraph(graph);
    return model.with(proto.setIrVersion(Math.max(MIN_IR_VERSION, proto.getIrVersion())).build());
  }

  /**
   * Reads "NAME=1x3x224x224"; "NAME=scalar" is an input without dimensions.
   *
   * @throws UsageException where the text has another form or a dimension is not positive
   */
  public static Map.Entry<String, long[]> parse(String text) {
    // The last one, since names may contain an equals sign and shapes never do.
    int split = text.lastIndexOf('=');
    if (split < 1) {
      throw malformed(text);
    }
    String shape = text.substring(split + 1);
    String name = text.substring(0, split);
    if (shape.equals("scalar")) {
      return Map.entry(name, new long[0]);
    }
    try {
      long[] dims = Arrays.stream(shape.split("x", -1)).mapToLong(Long::parseLong).toArray();
      if (Arrays.stream(dims).allMatch(dim -> dim > 0)) {
        return Map.entry(name, dims);
      }
    } catch (NumberFormatException e) {
      // Said below, together with dimensions that are not positive.
    }
    throw malformed(text);
  }

  private static UsageException malformed(String text) {
    return new UsageException(
        "The shape (%s) is not of the form NAME=1x3x224x224.".formatted(text),
        "give the input's name and its positive dimensions, as in --shape NAME=1x3x224x224.");
  }

  private static void refuseUnknown(List<ValueInfoProto> inputs, Map<String, long[]> shapes) {
    List<String> names = inputs.stream().map(ValueInfoProto::getName).toList();
    for (String name : shapes.keySet()) {
      if (!names.contains(name)) {
        throw new UsageException(
            "The model has no input named (%s).".formatted(name),
            "its inputs are (%s).".formatted(String.join(", ", names)));
      }
    }
  }

  private void checkTensor(ValueInfoProto input) {
    if (!input.getType().hasTensorType()) {
      throw new InvalidInputException(
          "The model's input (%s) is no tensor.".formatted(input.getName()),
          "use a model whose inputs are tensors.");
    }
    if (!input.getType().getTensorType().hasShape() && !shapes.containsKey(input.getName())) {
      throw new UsageException(
          "The model does not say how many dimensions its input (%s) has."
              .formatted(input.getName()),
          "give its shape, as in --shape %s=1x3x224x224.".formatted(input.getName()));
    }
  }

  private static List<Dimension> dims(ValueInfoProto input) {
    return input.getType().getTensorType().getShape().getDimList();
  }

  /** Some exporters write 0 or -1 for a free dimension. */
  private static boolean isFree(Dimension dim) {
    return dim.getDimValue() < 1;
  }

  private void checkGiven(ValueInfoProto input) {
    long[] given = shapes.get(input.getName());
    if (given == null) {
      return;
    }
    List<Dimension> dims = dims(input);
    boolean ranked = input.getType().getTensorType().hasShape();
    boolean fits = !ranked || dims.size() == given.length;
    for (int i = 0; fits && i < given.length; i++) {
      fits =
          given[i] > 0 && (!ranked || isFree(dims.get(i)) || dims.get(i).getDimValue() == given[i]);
    }
    if (!fits) {
      throw new UsageException(
          "The shape (%s) does not fit the model's input (%s), which is (%s)."
              .formatted(TensorType.of(0, given).text(), input.getName(), text(dims)),
          "keep its fixed dimensions and give a positive number for each free one.");
    }
    Map<String, Long> own = new HashMap<>();
    for (int i = 0; i < dims.size(); i++) {
      Long before = own.putIfAbsent(dims.get(i).getDimParam(), given[i]);
      if (before != null && before != given[i]) {
        ambiguous.add(dims.get(i).getDimParam());
      }
    }
  }

  private void bindGiven(ValueInfoProto input) {
    long[] given = shapes.get(input.getName());
    List<Dimension> dims = dims(input);
    for (int i = 0; given != null && i < dims.size(); i++) {
      if (isFree(dims.get(i))) {
        bind(dims.get(i).getDimParam(), given[i]);
      }
    }
  }

  private boolean isName(String dimension) {
    return !dimension.isEmpty() && !ambiguous.contains(dimension);
  }

  private void bind(String name, long value) {
    Long before = isName(name) ? named.putIfAbsent(name, value) : null;
    if (before != null && before != value) {
      throw new UsageException(
          "The dimension named (%s) is given as (%d) and as (%d).".formatted(name, before, value),
          "give the same number wherever the model uses that name.");
    }
  }

  private void bindFirst(ValueInfoProto input) {
    List<Dimension> dims = dims(input);
    if (!shapes.containsKey(input.getName())
        && !dims.isEmpty()
        && isFree(dims.get(0))
        && isName(dims.get(0).getDimParam())) {
      named.putIfAbsent(dims.get(0).getDimParam(), (long) batch);
    }
  }

  private void checkBatch(List<ValueInfoProto> inputs) {
    boolean used = batch == 1 || inputs.isEmpty();
    for (ValueInfoProto input : inputs) {
      List<Dimension> dims = dims(input);
      used |= shapes.containsKey(input.getName());
      used |= !dims.isEmpty() && (isFree(dims.get(0)) || dims.get(0).getDimValue() == batch);
    }
    if (!used) {
      throw new UsageException(
          "The batch (%d) cannot be set: the first dimension of every input is fixed (%s)."
              .formatted(
                  batch,
                  inputs.stream()
                      .map(input -> input.getName() + "=" + text(dims(input)))
                      .collect(Collectors.joining(", "))),
          "leave --batch out, or export the model with a free first dimension.");
    }
  }

  private ValueInfoProto fixed(ValueInfoProto input) {
    long[] given = shapes.get(input.getName());
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    if (given == null) {
      List<Dimension> dims = dims(input);
      for (int i = 0; i < dims.size(); i++) {
        shape.addDimBuilder().setDimValue(value(input, dims.get(i), i));
      }
    } else {
      Arrays.stream(given).forEach(dim -> shape.addDimBuilder().setDimValue(dim));
    }
    ValueInfoProto.Builder fixed = input.toBuilder();
    fixed.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
    return fixed.build();
  }

  private long value(ValueInfoProto input, Dimension dim, int index) {
    if (!isFree(dim)) {
      return dim.getDimValue();
    }
    Long known = named.get(dim.getDimParam());
    if (known != null) {
      return known;
    }
    if (index == 0) {
      return batch;
    }
    throw new UsageException(
        "The dimension (%d%s) of the model's input (%s) is free."
            .formatted(
                index,
                dim.getDimParam().isEmpty() ? "" : ", named " + dim.getDimParam(),
                input.getName()),
        "give the input's whole shape, as in --shape %s=%s."
            .formatted(input.getName(), example(dims(input))));
  }

  private String example(List<Dimension> dims) {
    return dims.stream()
        .map(
            dim ->
                Long.toString(
                    isFree(dim) ? named.getOrDefault(dim.getDimParam(), 128L) : dim.getDimValue()))
        .collect(Collectors.joining("x"));
  }

  private static String text(List<Dimension> dims) {
    return dims.isEmpty()
        ? "scalar"
        : dims.stream()
            .map(dim -> isFree(dim) ? "?" : Long.toString(dim.getDimValue()))
            .collect(Collectors.joining("x"));
  }
}

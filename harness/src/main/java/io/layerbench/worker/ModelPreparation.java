package io.layerbench.worker;

import io.layerbench.backend.BackendException;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.BatchNormFolding;
import io.layerbench.onnx.ConstantFolding;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.InputShapes;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import io.layerbench.quantize.QuantizedModelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the model that everything else works on: concrete shapes, every tensor's type, constants
 * and batch norms folded, and all names as the user's file has them. The runtime only runs the
 * model once: it rewrites nothing. A model that arrives quantized is taken apart first: its FLOAT
 * form is prepared, and the file itself is kept beside it.
 */
final class ModelPreparation {

  private final Tasks.Prepare task;
  private final OnnxModel user;
  private final boolean quantized;

  ModelPreparation(Tasks.Prepare task) {
    this.task = task;
    this.user = ModelReader.read(Path.of(task.model()));
    this.quantized = QuantizedModelReader.isQuantized(user);
  }

  Tasks.Prepared run() {
    OnnxModel plain = quantized ? QuantizedModelReader.read(user).floatModel() : user;
    OnnxModel shaped = InputShapes.fix(plain, shapes(), task.batch());
    Map<String, TensorType> inputs = ModelInputs.types(shaped);
    Item sample = ModelInputs.fit(task.data().calibrate(inputs, 1).get(0), inputs);
    try {
      return write(prepare(shaped, sample.inputs()));
    } catch (BackendException e) {
      String message = String.valueOf(e.getMessage()).strip();
      throw new InvalidInputException(
          "The inference runtime refuses the model (%s).".formatted(message), remedy(message), e);
    }
  }

  private static String remedy(String message) {
    return message.contains("Failed to allocate memory") || message.contains("bad_alloc")
        ? "it takes more memory than there is."
        : "export it again with operators and an operator set that ONNX Runtime knows.";
  }

  /**
   * The model with all types stated and with constants and batch norms folded.
   *
   * @param shaped with concrete inputs
   * @param sample one tensor per input
   * @throws InvalidInputException where none of the outputs is a tensor of a supported type
   */
  static OnnxModel prepare(OnnxModel shaped, Map<String, TensorData> sample) {
    Map<String, TensorType> types = new LinkedHashMap<>(ModelInputs.types(shaped));
    Map<String, TensorProto> constants = new LinkedHashMap<>();
    Set<String> foldable = ConstantFolding.foldable(shaped);
    try (Session session =
        Backends.named("cpu")
            .open(
                Edges.withAllEdgesAsOutputs(shaped).toBytes(),
                new SessionSettings(1, false, true, false, null))) {
      refuseWithoutOutputs(shaped, session.outputs().keySet());
      session
          .run(sample, session.outputs().keySet())
          .forEach(
              (name, data) -> {
                types.put(name, TensorType.of(data.type().onnx(), data.shape()));
                if (foldable.contains(name)) {
                  constants.put(name, constant(name, data));
                }
              });
    }
    OnnxModel folded = BatchNormFolding.fold(ConstantFolding.fold(shaped, constants));
    return Edges.withTypes(folded, types);
  }

  private static void refuseWithoutOutputs(OnnxModel model, Set<String> tensors) {
    List<String> outputs = model.graph().outputs().stream().map(ValueInfoProto::getName).toList();
    if (outputs.stream().noneMatch(tensors::contains)) {
      throw new InvalidInputException(
          "None of the model's outputs (%s) is a tensor of a supported element type."
              .formatted(String.join(", ", outputs)),
          "convert an output to FLOAT.");
    }
  }

  private static TensorProto constant(String name, TensorData data) {
    return Tensors.of(name, data.type(), data.bytes().duplicate().rewind(), data.shape());
  }

  /** The user's shapes first, then the dataset's with its first dimension replaced by the batch. */
  private Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    if (!task.data().isRandom()) {
      task.data()
          .open()
          .inputShapes()
          .forEach((name, shape) -> shapes.put(name, batched(name, shape)));
    }
    task.shapes()
        .forEach(
            (name, dims) -> shapes.put(name, dims.stream().mapToLong(Long::longValue).toArray()));
    return shapes;
  }

  private long[] batched(String name, long[] shape) {
    TensorType type = user.graph().type(name);
    if (shape.length == 0 || shape[0] != 1 || type == null || type.dims().isEmpty()) {
      return shape;
    }
    long first = type.dims().get(0);
    long[] batched = shape.clone();
    batched[0] = first < 0 ? task.batch() : first;
    return batched;
  }

  private Tasks.Prepared write(OnnxModel prepared) {
    Path output = Path.of(task.output());
    write(output, prepared);
    Path kept = quantized ? output.resolveSibling(Tasks.Prepared.QUANTIZED) : null;
    if (kept != null) {
      write(kept, user);
    }
    return new Tasks.Prepared(
        task.output(), user.name(), user.sha256(), kept == null ? null : kept.toString());
  }

  private static void write(Path file, OnnxModel model) {
    try {
      AtomicFiles.write(file, model.toBytes());
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file " + file + " cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }
}

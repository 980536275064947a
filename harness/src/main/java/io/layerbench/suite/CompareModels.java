package io.layerbench.suite;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.ValueInfoProto;
import io.layerbench.run.ComparedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Models from elsewhere that are timed and evaluated as they are, one row each: nothing in them is
 * folded, quantized or calibrated again.
 */
final class CompareModels {

  private final Map<String, OnnxModel> models = new LinkedHashMap<>();
  private final Job job;

  CompareModels(Job job) {
    this.job = job;
  }

  /**
   * Reads every model and holds it to the one that it is compared with.
   *
   * @param reference the prepared model
   * @throws InvalidInputException where a file has changed since the run began, or where its inputs
   *     or outputs are not the reference's
   */
  void check(OnnxModel reference) {
    for (String name : job.files().compareModels().keySet()) {
      OnnxModel model = model(name);
      ComparedModel noted = job.options().compareModels().get(name);
      if (noted != null && !noted.sha256().equals(model.sha256())) {
        throw new InvalidInputException(
            "The model (%s) to compare with has changed since the run began.".formatted(name),
            "start a new run.");
      }
      sameNames(name, "inputs", inputs(reference), inputs(model));
      sameTypes(name, reference.graph(), model.graph());
      List<String> outputs = outputs(model);
      if (!outputs.containsAll(outputs(reference))) {
        throw differs(name, "outputs", outputs(reference), outputs);
      }
    }
  }

  /** A model as its file has it. */
  OnnxModel model(String name) {
    return models.computeIfAbsent(name, key -> ModelReader.read(file(key)));
  }

  /** Where it lies. */
  Path file(String name) {
    return Objects.requireNonNull(job.files().compareModels().get(name), name);
  }

  /** The names in the user's order. */
  List<String> names() {
    return List.copyOf(job.files().compareModels().keySet());
  }

  /** The inputs in the order in which that model takes them. */
  List<String> inputs(String name) {
    return inputs(model(name));
  }

  private static List<String> inputs(OnnxModel model) {
    return model.graph().inputs().stream().map(ValueInfoProto::getName).toList();
  }

  private static List<String> outputs(OnnxModel model) {
    return model.graph().proto().getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  private static void sameNames(String name, String what, List<String> wanted, List<String> given) {
    List<String> a = new ArrayList<>(wanted);
    List<String> b = new ArrayList<>(given);
    a.sort(null);
    b.sort(null);
    if (!a.equals(b)) {
      throw differs(name, what, wanted, given);
    }
  }

  private static void sameTypes(String name, Graph reference, Graph given) {
    for (ValueInfoProto input : reference.inputs()) {
      TensorType wanted = reference.type(input.getName());
      TensorType type = given.type(input.getName());
      if (wanted == null || type == null || wanted.elementType() != type.elementType()) {
        throw new InvalidInputException(
            "The input (%s) of the model (%s) has another type than in the model that it is compared with (%s, %s)."
                .formatted(
                    input.getName(),
                    name,
                    type == null ? "unknown" : type.text(),
                    wanted == null ? "unknown" : wanted.text()),
            "compare models that take the same data.");
      }
    }
  }

  private static InvalidInputException differs(
      String name, String what, List<String> wanted, List<String> given) {
    return new InvalidInputException(
        "The model (%s) has other %s (%s) than the one that it is compared with (%s)."
            .formatted(name, what, String.join(", ", given), String.join(", ", wanted)),
        "compare models that take the same data and give the same results.");
  }
}

package io.layerbench.worker;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's inputs, and samples made to fit them. */
final class ModelInputs {

  private ModelInputs() {}

  /** The inputs' types by name, in the model's order. */
  static Map<String, TensorType> types(OnnxModel model) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    model
        .graph()
        .inputs()
        .forEach(
            input -> {
              TensorType type = model.graph().type(input.getName());
              if (type != null) {
                types.put(input.getName(), type);
              }
            });
    return types;
  }

  /**
   * The sample with each tensor repeated along the first axis to the model's batch.
   *
   * @throws InvalidInputException when a tensor is missing or does not fit
   */
  static Item fit(Item item, Map<String, TensorType> inputs) {
    Map<String, TensorData> fitted = new LinkedHashMap<>();
    inputs.forEach(
        (name, type) -> {
          TensorData data = item.inputs().get(name);
          if (data == null) {
            throw new InvalidInputException(
                "The dataset gives no tensor for the model's input ("
                    + name
                    + "); it gives "
                    + item.inputs().keySet()
                    + ".",
                "name the input in dataset.json as the model does.");
          }
          fitted.put(name, fit(name, data, type));
        });
    return new Item(item.id(), fitted, item.label());
  }

  private static TensorData fit(String name, TensorData data, TensorType type) {
    long[] wanted = type.shape();
    long elements = TensorData.elements(wanted);
    boolean sameType = data.type().onnx() == type.elementType();
    if (!sameType || data.elements() == 0 || elements % data.elements() != 0) {
      throw new InvalidInputException(
          "The model's input ("
              + name
              + ") takes ("
              + type.text()
              + ", ONNX type "
              + type.elementType()
              + "), and the dataset gives ("
              + data
              + ").",
          "correct the steps in dataset.json.");
    }
    if (elements == data.elements()) {
      return new TensorData(data.type(), wanted, data.bytes());
    }
    TensorData repeated = TensorData.allocate(data.type(), wanted);
    ByteBuffer target = repeated.bytes().duplicate();
    while (target.hasRemaining()) {
      target.put(data.bytes().duplicate().rewind());
    }
    return repeated;
  }
}

package io.layerbench.dataset;

import io.layerbench.base.TensorData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One row of a dataset, ready to be fed to a model.
 *
 * @param id its file's name, or its row number counted from 0
 * @param inputs a tensor per model input, each with a leading batch dimension of 1
 * @param label the index of the right class, label offset added; empty without labels
 */
public record Item(String id, Map<String, TensorData> inputs, OptionalInt label) {

  public Item {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("An item has at least one input.");
    }
    if (label.isPresent() && label.getAsInt() < 0) {
      throw new IllegalArgumentException("The label is negative (" + label.getAsInt() + ").");
    }
  }

  /**
   * The tensor of an input.
   *
   * @throws IllegalArgumentException where there is no input of that name
   */
  public TensorData input(String name) {
    TensorData data = inputs.get(name);
    if (data == null) {
      throw new IllegalArgumentException("The item has no input (" + name + ").");
    }
    return data;
  }
}

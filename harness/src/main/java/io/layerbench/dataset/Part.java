package io.layerbench.dataset;

import io.layerbench.base.Digests;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The items of one or both uses, read lazily.
 *
 * @param inputs where each input comes from
 * @param ids the rows' names, or their numbers
 * @param labels the label of each row, offset added; empty where there are none
 * @param rowsDigest the digest of the labels' file; empty without one
 */
record Part(Map<String, Input> inputs, List<String> ids, List<Integer> labels, String rowsDigest)
    implements Items {

  /**
   * One input's source and preprocessing.
   *
   * @param source where the raw items lie
   * @param steps what is done to them
   * @param spec what comes out, for every item
   */
  record Input(Source source, Steps steps, Spec spec) {}

  Part {
    ids = List.copyOf(ids);
    labels = List.copyOf(labels);
  }

  @Override
  public int size() {
    return ids.size();
  }

  @Override
  public Item get(int index) {
    Objects.checkIndex(index, size());
    String id = ids.get(index);
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    inputs.forEach((name, input) -> tensors.put(name, tensor(input, index, id)));
    OptionalInt label = labels.isEmpty() ? OptionalInt.empty() : OptionalInt.of(labels.get(index));
    return new Item(id, tensors, label);
  }

  /** The input of that name, which exists. */
  Input input(String name) {
    return Objects.requireNonNull(inputs.get(name), name);
  }

  /** A digest of the data, independent of where it lies. */
  String digest() {
    StringBuilder text = new StringBuilder(rowsDigest).append('\n');
    inputs.forEach(
        (name, input) ->
            text.append(name).append(' ').append(input.source().digest()).append('\n'));
    return Digests.sha256(text.toString());
  }

  private static TensorData tensor(Input input, int index, String id) {
    Value value = input.steps().apply(input.source().read(index), () -> id);
    if (!value.spec().equals(input.spec())) {
      throw new InvalidInputException(
          "The item (" + id + ") has other dimensions " + value.spec().dims() + " than before.",
          "its file was changed while it was used.");
    }
    return value.toTensor();
  }
}

package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The preprocessing of one input: the same for its calibration and its evaluation items.
 *
 * @param where the file and the place in it, for errors
 * @param decode how images are decoded; empty where the input is not made from images
 * @param tokens which tensor of a tokenizer it is; empty where it is not made from text
 * @param stepList the steps after decoding, in order
 */
record Steps(
    String where, Optional<ColourMode> decode, Optional<TokenTensor> tokens, List<Step> stepList) {

  Steps {
    stepList = List.copyOf(stepList);
  }

  /**
   * What comes out of all steps.
   *
   * @param item what to call the item in an error
   */
  Spec after(Spec in, Supplier<String> item) {
    Spec spec = in;
    for (int i = 0; i < stepList.size(); i++) {
      try {
        spec = stepList.get(i).after(spec);
      } catch (StepException e) {
        throw error(i, item.get(), e);
      }
    }
    return spec;
  }

  /** Computes all steps. */
  Value apply(Value in, Supplier<String> item) {
    Value value = in;
    for (int i = 0; i < stepList.size(); i++) {
      try {
        value = stepList.get(i).apply(value);
      } catch (StepException e) {
        throw error(i, item.get(), e);
      }
    }
    return value;
  }

  private InvalidInputException error(int index, String item, StepException e) {
    int place = index + (decode.isPresent() ? 1 : 0);
    return new InvalidInputException(
        "The preprocessing fails at "
            + where
            + "["
            + place
            + "] for the item ("
            + item
            + "): "
            + e.getMessage()
            + ".",
        "compare the steps and the source's shape with docs/dataset.md.",
        e);
  }
}

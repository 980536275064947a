package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.util.List;

/**
 * What a value looks like between two steps.
 *
 * @param type the element type
 * @param dims the dimensions without the batch
 * @param layout where the channels lie; other than NONE only with three dimensions
 * @param bgr true where three colour channels come blue first
 */
record Spec(ElementType type, List<Integer> dims, Layout layout, boolean bgr) {

  /** Items above this many bytes are refused. */
  static final long MAX_BYTES = 1L << 30;

  Spec {
    dims = List.copyOf(dims);
    if (layout != Layout.NONE && dims.size() != 3) {
      throw new StepException("an image has three dimensions, not " + dims);
    }
    long size = type.bytes();
    for (int dim : dims) {
      if (dim < 1) {
        throw new StepException("the dimensions " + dims + " are not all positive");
      }
      size *= dim;
      if (size > MAX_BYTES) {
        throw new StepException(
            "an item of the dimensions " + dims + " is larger than (" + MAX_BYTES + ") bytes");
      }
    }
  }

  static Spec of(ElementType type, List<Integer> dims) {
    return new Spec(type, dims, Layout.NONE, false);
  }

  /** An image of bytes, red first. */
  static Spec image(int height, int width, int channels) {
    return new Spec(ElementType.UINT8, List.of(height, width, channels), Layout.HWC, false);
  }

  int elements() {
    return dims.stream().reduce(1, (a, b) -> a * b);
  }

  int bytes() {
    return elements() * type.bytes();
  }

  int height() {
    return dims.get(image() == Layout.HWC ? 0 : 1);
  }

  int width() {
    return dims.get(image() == Layout.HWC ? 1 : 2);
  }

  int channels() {
    return dims.get(image() == Layout.HWC ? 2 : 0);
  }

  /** The layout of an image; an error for anything else. */
  Layout image() {
    if (layout == Layout.NONE) {
      throw new StepException("needs an image with a known layout (HWC or CHW)");
    }
    return layout;
  }

  Spec withType(ElementType newType) {
    return new Spec(newType, dims, layout, bgr);
  }

  /** The same image with another height and width. */
  Spec withSides(int height, int width) {
    List<Integer> sides =
        image() == Layout.HWC
            ? List.of(height, width, channels())
            : List.of(channels(), height, width);
    return new Spec(type, sides, layout, bgr);
  }
}

package io.layerbench.dataset;

import java.util.List;

/**
 * Moves an image's channels to the front or to the end.
 *
 * @param to the layout that comes out
 */
record LayoutStep(Layout to) implements Step {

  @Override
  public Spec after(Spec in) {
    if (in.image() == to) {
      return in;
    }
    List<Integer> dims =
        to == Layout.CHW
            ? List.of(in.channels(), in.height(), in.width())
            : List.of(in.height(), in.width(), in.channels());
    return new Spec(in.type(), dims, to, in.bgr());
  }

  @Override
  public Value apply(Value in) {
    Spec spec = in.spec();
    if (spec.image() == to) {
      return in;
    }
    Value out = Value.allocate(after(spec));
    int area = spec.height() * spec.width();
    // As a matrix, HWC is (area, channels) and CHW its transpose.
    int rows = to == Layout.CHW ? area : spec.channels();
    int columns = to == Layout.CHW ? spec.channels() : area;
    transpose(in.array(), out.array(), rows, columns, spec.type().bytes());
    return out;
  }

  private static void transpose(byte[] source, byte[] target, int rows, int columns, int size) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int from = (r * columns + c) * size;
        int to = (c * rows + r) * size;
        for (int b = 0; b < size; b++) {
          target[to + b] = source[from + b];
        }
      }
    }
  }
}

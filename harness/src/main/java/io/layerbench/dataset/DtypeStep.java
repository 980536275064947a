package io.layerbench.dataset;

import io.layerbench.base.ElementType;

/**
 * Converts the elements; to integers by rounding half to even and saturating.
 *
 * @param to the type that comes out
 */
record DtypeStep(ElementType to) implements Step {

  @Override
  public Spec after(Spec in) {
    return in.withType(to);
  }

  @Override
  public Value apply(Value in) {
    ElementType from = in.spec().type();
    if (from == to) {
      return in;
    }
    Value out = Value.allocate(after(in.spec()));
    for (int i = 0; i < in.spec().elements(); i++) {
      Elements.put(
          out.bytes(), i * to.bytes(), to, Elements.get(in.bytes(), i * from.bytes(), from));
    }
    return out;
  }
}

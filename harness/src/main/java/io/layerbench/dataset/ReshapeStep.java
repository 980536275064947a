package io.layerbench.dataset;

import java.util.List;

/**
 * Gives the same elements other dimensions; what comes out has no image layout.
 *
 * @param dims the new dimensions without the batch
 */
record ReshapeStep(List<Integer> dims) implements Step {

  ReshapeStep {
    dims = List.copyOf(dims);
  }

  @Override
  public Spec after(Spec in) {
    Spec out = Spec.of(in.type(), dims);
    if (out.elements() != in.elements()) {
      throw new StepException("the dimensions " + in.dims() + " cannot become " + dims);
    }
    return out;
  }

  @Override
  public Value apply(Value in) {
    return new Value(after(in.spec()), in.bytes());
  }
}

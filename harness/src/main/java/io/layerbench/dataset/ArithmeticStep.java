package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.util.List;

/**
 * Combines every element with a number, or with its channel's number, in double precision rounded
 * to single. Elements of other types become float32 first.
 *
 * @param operator what is done
 * @param operands one number for all elements, or one per channel
 */
record ArithmeticStep(Operator operator, List<Double> operands) implements Step {

  /** What is done to an element x with an operand a. */
  enum Operator {
    /** x + a. */
    ADD,
    /** x − a. */
    SUBTRACT,
    /** x · a. */
    MULTIPLY,
    /** x / a. */
    DIVIDE;

    double of(double x, double a) {
      return switch (this) {
        case ADD -> x + a;
        case SUBTRACT -> x - a;
        case MULTIPLY -> x * a;
        case DIVIDE -> x / a;
      };
    }
  }

  ArithmeticStep {
    operands = List.copyOf(operands);
  }

  @Override
  public Spec after(Spec in) {
    if (operands.size() > 1) {
      in.image();
      if (operands.size() != in.channels()) {
        throw new StepException(
            "(" + operands.size() + ") numbers for an image of (" + in.channels() + ") channels");
      }
    }
    return in.withType(ElementType.FLOAT);
  }

  @Override
  public Value apply(Value in) {
    Spec spec = in.spec();
    after(spec);
    float[] values = in.toFloats();
    int channels = operands.size();
    int run = channels == 1 || spec.layout() == Layout.HWC ? 1 : spec.height() * spec.width();
    for (int channel = 0; channel < channels; channel++) {
      double operand = operands.get(channel);
      for (int from = channel * run; from < values.length; from += channels * run) {
        for (int i = from; i < from + run; i++) {
          values[i] = (float) operator.of(values[i], operand);
        }
      }
    }
    return in.withFloats(values);
  }
}

package io.layerbench.base;

import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.util.JsonParserDelegate;

/** Refuses numbers that a double cannot hold, such as 1e400, which else would become infinite. */
final class FiniteNumbers extends JsonParserDelegate {

  FiniteNumbers(JsonParser parser) {
    super(parser);
  }

  @Override
  public double getDoubleValue() {
    double value = super.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new StreamReadException(this, "The number is not finite in 64 bits");
    }
    return value;
  }
}

package io.layerbench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a percentage: {@code 2%} or {@code 2}, at least 0. */
final class Percent implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      double value = Double.parseDouble(number);
      if (Double.isFinite(value) && value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the text.
    }
    throw new TypeConversionException("'" + text + "' is no percentage such as 2%");
  }
}

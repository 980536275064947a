package io.layerbench.assignment;

import io.layerbench.base.InvalidInputException;
import java.util.List;

/**
 * Something to be decided.
 *
 * @param name what to call it in an error, for example a layer's name
 * @param options 1 to {@value #MOST_OPTIONS}
 */
public record Variable(String name, List<Option> options) {

  /** The most options that a variable can have. */
  public static final int MOST_OPTIONS = 64;

  public Variable {
    options = List.copyOf(options);
    if (options.isEmpty() || options.size() > MOST_OPTIONS) {
      throw new InvalidInputException(
          "The variable (%s) has (%d) options; 1 to %d are possible."
              .formatted(name, options.size(), MOST_OPTIONS),
          "give it at least one option, and leave out what nobody would choose.");
    }
  }
}

package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a model knows, with their numbers.
 *
 * @param file where they come from, for errors
 * @param numbers by token
 */
record Vocabulary(Path file, Map<String, Integer> numbers) {

  Vocabulary {
    numbers = Map.copyOf(numbers);
  }

  /**
   * Reads a vocab.txt: a token per line, whose number is its line's, counted from 0.
   *
   * @throws InvalidInputException naming the file and the line
   */
  static Vocabulary read(Path file) {
    List<String> lines = Csv.lines(file);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (numbers.putIfAbsent(lines.get(i), i) != null) {
        throw new InvalidInputException(
            "The vocabulary ("
                + file
                + ") is not valid: line ("
                + (i + 1)
                + ") repeats the token ("
                + lines.get(i)
                + ").",
            "take the model's own vocab.txt.");
      }
    }
    return new Vocabulary(file, numbers);
  }

  /** The number of a token; null where it is none. */
  @Nullable Integer find(String token) {
    return numbers.get(token);
  }

  /**
   * The number of a token that has to be there.
   *
   * @throws InvalidInputException naming file and token
   */
  int require(String token) {
    Integer number = numbers.get(token);
    if (number == null) {
      throw new InvalidInputException(
          "The vocabulary (" + file + ") lacks the token (" + token + ").",
          "take the model's own vocab.txt or tokenizer.json.");
    }
    return number;
  }
}

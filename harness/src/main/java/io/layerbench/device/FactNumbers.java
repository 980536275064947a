package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Facts whose value is a plain decimal number, so that files stay text and sums stay possible. */
final class FactNumbers {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");

  private FactNumbers() {}

  /** The number of a known fact; absent for an unknown one and for a text. */
  static OptionalDouble of(Fact fact) {
    String value = fact.value();
    return value != null && NUMBER.matcher(value).matches()
        ? OptionalDouble.of(Double.parseDouble(value))
        : OptionalDouble.empty();
  }

  /** A fact with this many decimals; unknown where the number is not finite. */
  static Fact decimal(double number, int decimals) {
    return Double.isFinite(number)
        ? Fact.known(String.format(Locale.ROOT, "%." + decimals + "f", number))
        : Fact.unknown("the system reports " + number);
  }

  /** The part of a whole in percent, at most 100; unknown where one of them is. */
  static Fact percent(Fact part, Fact whole) {
    OptionalDouble share = of(part);
    OptionalDouble all = of(whole);
    if (share.isEmpty() || all.isEmpty()) {
      return share.isEmpty() ? part : whole;
    }
    // Two counters are never read at the very same moment, so that 100 can be exceeded a little.
    return all.getAsDouble() > 0
        ? decimal(Math.min(100, 100 * share.getAsDouble() / all.getAsDouble()), 2)
        : Fact.unknown("too short a time to say");
  }

  /** A fact with a whole number. */
  static Fact whole(long number) {
    return Fact.known(Long.toString(number));
  }

  /** Refuses a known fact that is neither a number nor one of the words. */
  static Fact require(Fact fact, String name, String... words) {
    String value = fact.value();
    if (value != null && of(fact).isEmpty() && !List.of(words).contains(value)) {
      throw new IllegalArgumentException("The fact " + name + " is not a number (" + value + ").");
    }
    return fact;
  }

  /** Refuses a known fact that is not a whole number of at least one. */
  static Fact requireCount(Fact fact, String name) {
    String value = fact.value();
    if (value != null && !value.matches("[1-9]\\d{0,17}")) {
      throw new IllegalArgumentException("The fact " + name + " is not a count (" + value + ").");
    }
    return fact;
  }
}

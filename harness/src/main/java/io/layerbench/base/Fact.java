package io.layerbench.base;

import org.jspecify.annotations.Nullable;

/**
 * A fact about the machine that is either known or unknown with a reason, never guessed.
 *
 * @param value the value as text, with its unit where it has one; null when unknown
 * @param unknown why it is unknown; null when known
 */
public record Fact(@Nullable String value, @Nullable String unknown) {

  public Fact {
    if ((value == null) == (unknown == null)) {
      throw new IllegalArgumentException("A fact has a value or a reason, and not both.");
    }
  }

  /** A known fact; an empty text counts as unknown. */
  public static Fact known(String value) {
    String text = value.strip();
    return text.isEmpty() ? unknown("the system reports an empty value") : new Fact(text, null);
  }

  /** An unknown fact. */
  public static Fact unknown(String reason) {
    return new Fact(null, reason);
  }

  /** The value, or the word "unknown". */
  public String text() {
    return value == null ? "unknown" : value;
  }
}

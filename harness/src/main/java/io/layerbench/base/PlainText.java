package io.layerbench.base;

import java.util.stream.Collectors;

/** Text from files made safe to print. */
public final class PlainText {

  private static final String UNSAFE =
      "\\p{Cntrl}|[\\u0080-\\u009F\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]";

  private PlainText() {}

  /**
   * The text with what could move a terminal's cursor, change its colours, start a line or turn the
   * order of its characters replaced.
   */
  public static String of(String text) {
    return text.replaceAll(UNSAFE, "\uFFFD");
  }

  /** The same, with line breaks kept: for text of several lines that this program puts together. */
  public static String lines(String text) {
    return text.lines().map(PlainText::of).collect(Collectors.joining(System.lineSeparator()));
  }
}

package io.layerbench.suite;

/** Text from files made safe for a terminal. */
public final class TerminalText {

  private TerminalText() {}

  /** The text with control characters, which could move the cursor or change colours, replaced. */
  public static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", "\uFFFD");
  }

  /** The plain text, cut to that many characters with an ellipsis. */
  public static String shortened(String text, int longest) {
    String plain = plain(text);
    return plain.length() <= longest ? plain : plain.substring(0, longest - 1) + "…";
  }
}

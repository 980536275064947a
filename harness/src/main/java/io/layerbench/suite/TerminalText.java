package io.layerbench.suite;

import io.layerbench.base.PlainText;

/** Text from files made safe for a terminal. */
public final class TerminalText {

  private TerminalText() {}

  /** The text with control characters, which could move the cursor or change colours, replaced. */
  public static String plain(String text) {
    return PlainText.of(text);
  }

  /**
   * The plain text in at most that many characters, with an ellipsis in its middle: names of layers
   * often begin alike and end alike.
   */
  public static String shortened(String text, int longest) {
    int[] points = plain(text).codePoints().toArray();
    if (points.length <= longest) {
      return plain(text);
    }
    int end = longest / 2;
    int begin = longest - 1 - end;
    return new String(points, 0, begin) + "…" + new String(points, points.length - end, end);
  }
}

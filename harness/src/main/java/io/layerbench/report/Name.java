package io.layerbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name from a model or the user, safe to show: characters that are invisible or turn the text's
 * direction are replaced by their numbers.
 *
 * @param shown at most {@value #LONGEST} characters, without what names have in common
 * @param full all of it
 */
public record Name(String shown, String full) {

  /** The most characters that tables show. */
  static final int LONGEST = 48;

  /** A name with more scopes is no path. */
  private static final int MOST_SCOPES = 50;

  /** The most that a sentence has. */
  static final int LONGEST_SENTENCE = 600;

  /** The most that charts show. */
  static final int LONGEST_IN_CHARTS = 32;

  /** The name for tables. */
  static Name of(String raw) {
    String full = visible(raw);
    return new Name(shortened(full, LONGEST), full);
  }

  /** True when something of it is not shown. */
  public boolean isShortened() {
    return !shown.equals(full);
  }

  /** The name for charts. */
  static String inCharts(String raw) {
    return shortened(visible(raw), LONGEST_IN_CHARTS);
  }

  /** Every character that a reader would not see, or that would move others, by its number. */
  static String visible(String raw) {
    StringBuilder text = new StringBuilder();
    raw.codePoints().forEach(point -> append(text, point));
    return text.isEmpty() ? "(empty)" : text.toString();
  }

  /** A sentence that may quote names: visible, and cut at {@value #LONGEST_SENTENCE} characters. */
  static String sentence(String raw) {
    String text = visible(raw.strip());
    if (text.codePointCount(0, text.length()) <= LONGEST_SENTENCE) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST_SENTENCE)) + "…";
  }

  /** The same for what may be missing. */
  static @Nullable String sentenceOrNull(@Nullable String raw) {
    return raw == null ? null : sentence(raw);
  }

  /** Line breaks stay: only a page's own markup has them by then. */
  static String visiblePage(String html) {
    StringBuilder text = new StringBuilder(html.length());
    html.codePoints()
        .forEach(
            point -> {
              if (point == '\n') {
                text.append('\n');
              } else {
                append(text, point);
              }
            });
    return text.toString();
  }

  private static void append(StringBuilder text, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          text.append(String.format(Locale.ROOT, "⟨U+%04X⟩", point));
      default -> text.appendCodePoint(point);
    }
  }

  /**
   * Scopes without a number go first, from the left, since layers of a network with repeated blocks
   * differ by the block's number; what is still too long is cut in the middle.
   */
  private static String shortened(String text, int longest) {
    List<String> scopes = new ArrayList<>(List.of(text.split("/", -1)));
    String shorter = text;
    for (int i = 0; i < scopes.size() - 1 && isLonger(shorter, longest); i++) {
      if (scopes.size() <= MOST_SCOPES && scopes.get(i).chars().noneMatch(Character::isDigit)) {
        scopes.set(i, "…");
        shorter = String.join("/", scopes).replaceAll("…(/…)+", "…");
      }
    }
    return isLonger(shorter, longest) ? cut(text, longest) : shorter;
  }

  private static boolean isLonger(String text, int longest) {
    return text.codePointCount(0, text.length()) > longest;
  }

  private static String cut(String text, int longest) {
    int head = longest / 3;
    int tail = longest - head - 1;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + "…"
        + text.substring(text.offsetByCodePoints(text.length(), -tail));
  }
}

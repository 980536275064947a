package io.layerbench.comparison;

import java.util.List;

/** Markdown (CommonMark with GitHub's tables) in which names are text and nothing else. */
final class MarkdownText {

  private MarkdownText() {}

  /** The text with everything that Markdown or HTML would read as markup escaped, on one line. */
  static String text(String raw) {
    return raw.replaceAll("\\p{Cntrl}|[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", "\uFFFD")
        .replaceAll("([\\\\`*_{}\\[\\]<>|#~&!])", "\\\\$1");
  }

  /** A table's row. */
  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** A table's first two rows. */
  static String header(List<String> cells) {
    return row(cells) + row(cells.stream().map(cell -> "---").toList());
  }
}

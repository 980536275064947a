package io.layerbench.check;

import java.util.Optional;

/** Where two texts part. */
final class Difference {

  private static final int MOST = 80;

  private Difference() {}

  /** A sentence with the first line that differs; empty where the texts are equal. */
  static Optional<String> of(String file, String expected, String actual) {
    if (expected.equals(actual)) {
      return Optional.empty();
    }
    String[] wanted = expected.split("\r?\n", -1);
    String[] found = actual.split("\r?\n", -1);
    int line = 0;
    while (line < wanted.length && line < found.length && wanted[line].equals(found[line])) {
      line++;
    }
    String said = at(found, line);
    String due = at(wanted, line);
    int start = Math.max(0, common(said, due) - MOST / 2);
    return Optional.of(
        "%s differs in line %d: it has (%s), and (%s) follows from the other files."
            .formatted(file, line + 1, part(said, start), part(due, start)));
  }

  private static String at(String[] lines, int index) {
    return index < lines.length ? lines[index] : "no such line";
  }

  /** How many characters both begin with. */
  private static int common(String one, String other) {
    int index = 0;
    while (index < one.length()
        && index < other.length()
        && one.charAt(index) == other.charAt(index)) {
      index++;
    }
    return index;
  }

  /** The line around its difference: some lines are long. */
  private static String part(String line, int start) {
    int end = Math.min(line.length(), start + MOST);
    return (start == 0 ? "" : "…")
        + line.substring(Math.min(start, end), end)
        + (end == line.length() ? "" : "…");
  }
}

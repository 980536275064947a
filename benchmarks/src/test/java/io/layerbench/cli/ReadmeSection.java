package io.layerbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of the README that is made from the example results, between two comments. */
record ReadmeSection(String name) {

  static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
  static final Path README = ROOT.resolve("README.md");
  static final Path EXAMPLES = ROOT.resolve("results/examples");

  /**
   * The section's text, after it was written anew where {@code -Dreadme.update=true} asks for that.
   *
   * @param expected what is written
   */
  String current(String expected) throws IOException {
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->\n";
    String text = Files.readString(README);
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new AssertionError("README.md lacks " + begin.strip() + " or " + end.strip());
    }
    from += begin.length();
    if (!Boolean.getBoolean("readme.update")) {
      return text.substring(from, to);
    }
    Files.writeString(README, text.substring(0, from) + expected + text.substring(to));
    return expected;
  }
}

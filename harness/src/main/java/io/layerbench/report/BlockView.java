package io.layerbench.report;

import java.util.List;

/**
 * Accuracies with one block quantized at a time.
 *
 * @param sentence what to read from it
 * @param lines FP32 first, then the blocks in the model's order, then all of them
 */
public record BlockView(String sentence, List<Line> lines) {

  /** More rows than that would stand between the reader and the ranking. */
  private static final int MOST_IN_SIGHT = 24;

  /** True when the rows are shown only to those who ask for them. */
  public boolean folded() {
    return lines.size() > MOST_IN_SIGHT;
  }

  /**
   * A block. Texts are "–" where a value is missing.
   *
   * @param members the names of its layers
   * @param shown true when the whole interval of the drop lies above 0
   */
  public record Line(
      Name block,
      String layers,
      String members,
      String parameters,
      String precision,
      String accuracy,
      String accuracyInterval,
      String drop,
      String dropInterval,
      boolean shown) {}
}

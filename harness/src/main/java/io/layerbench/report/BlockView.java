package io.layerbench.report;

import java.util.List;

/**
 * Accuracies with one block quantized at a time.
 *
 * @param sentence what to read from it
 * @param lines FP32 first, then the blocks in the model's order, then all of them
 */
public record BlockView(String sentence, List<Line> lines) {

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

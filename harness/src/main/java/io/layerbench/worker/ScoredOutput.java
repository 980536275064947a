package io.layerbench.worker;

import java.util.List;

/** Which of a model's outputs is compared and scored. */
final class ScoredOutput {

  private ScoredOutput() {}

  /** The dataset's choice, else the model's first. */
  static String of(DataSource data, List<String> outputs) {
    return data.isRandom()
        ? outputs.get(0)
        : data.open().scoredOutput().orElseGet(() -> outputs.get(0));
  }
}

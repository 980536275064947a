package io.layerbench.dataset;

/** What a dataset's labels are for. */
public enum Task {
  /** Each label is the index of the right class along the scored output's class axis. */
  CLASSIFICATION,
  /** There are no labels; agreement with the FP32 model stands in for accuracy. */
  NONE
}

package io.layerbench.worker;

/** Hears how far a task is. */
@FunctionalInterface
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (done, total) -> {};

  /** Called after each sample. */
  void at(int done, int total);
}

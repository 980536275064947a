package io.layerbench.benchmarks;

/** A fork ended as if all were well, without all of its samples. */
final class MissingSamplesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingSamplesException(int given, int wanted) {
    super("ended early with exit code 0: it gave (%d) of (%d) samples".formatted(given, wanted));
  }
}

package io.layerbench.backend.tensorrt;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be given back, the last one taken first. */
final class Releases implements AutoCloseable {

  private final Deque<Runnable> open = new ArrayDeque<>();

  /** Notes how something that was just taken is given back. */
  void add(Runnable release) {
    open.push(release);
  }

  /** Gives everything back, also where giving back one thing fails; the first failure is thrown. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

package io.layerbench.backend.tensorrt;

/** Takes the time of one layer in one inference. */
@FunctionalInterface
interface LayerTimes {

  /**
   * One time.
   *
   * @param layer the engine's name for it
   */
  void add(String layer, double millis);
}

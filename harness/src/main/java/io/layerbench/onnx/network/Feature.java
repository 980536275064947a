package io.layerbench.onnx.network;

/**
 * What one node of a network gives to the next.
 *
 * @param tensor its name in the graph
 * @param channels its second dimension
 */
record Feature(String tensor, int channels) {

  Feature {
    if (channels < 1) {
      throw new IllegalArgumentException("channels (" + channels + ") must be positive");
    }
  }
}

package io.layerbench.dataset;

/**
 * Resizes images of interleaved bytes by a separable kernel: first along the rows, then along the
 * columns, with one rounding to bytes after each, as Pillow does.
 */
final class Resampler {

  private final ResizeFilter filter;
  private final int channels;

  Resampler(ResizeFilter filter, int channels) {
    this.filter = filter;
    this.channels = channels;
  }

  /** The resized pixels of an image of height × width × channels bytes. */
  byte[] resize(byte[] pixels, int height, int width, int newHeight, int newWidth) {
    // Seen as (outer, along, inner), a row pass has the channels inside, a column pass whole rows.
    byte[] rows = width == newWidth ? pixels : pass(pixels, height, width, newWidth, channels);
    return height == newHeight ? rows : pass(rows, 1, height, newHeight, newWidth * channels);
  }

  /** Resizes the middle one of three dimensions. */
  private byte[] pass(byte[] in, int outer, int from, int to, int inner) {
    byte[] out = new byte[outer * to * inner];
    double scale = (double) from / to;
    for (int at = 0; at < to; at++) {
      int first = first(at, scale, from);
      double[] weights = weights(at, scale, from, first);
      for (int o = 0; o < outer; o++) {
        combine(in, (o * from + first) * inner, weights, inner, out, (o * to + at) * inner);
      }
    }
    return out;
  }

  private static void combine(
      byte[] in, int source, double[] weights, int inner, byte[] out, int target) {
    for (int i = 0; i < inner; i++) {
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * (in[source + k * inner + i] & 0xff);
      }
      out[target + i] = (byte) Math.max(0, Math.min(255, (int) Math.floor(sum + 0.5)));
    }
  }

  /** The first pixel that counts for the new pixel. */
  private int first(int at, double scale, int from) {
    double centre = (at + 0.5) * scale;
    if (filter == ResizeFilter.NEAREST) {
      return Math.min(from - 1, (int) centre);
    }
    return Math.max(0, (int) Math.floor(centre - reach(scale) + 0.5));
  }

  /** The weights of the pixels from the first on; their sum is 1. */
  private double[] weights(int at, double scale, int from, int first) {
    if (filter == ResizeFilter.NEAREST) {
      return new double[] {1};
    }
    double centre = (at + 0.5) * scale;
    int end = Math.min(from, (int) (centre + reach(scale) + 0.5));
    double[] weights = new double[Math.max(1, end - first)];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = filter.weight((first + k - centre + 0.5) / Math.max(1, scale));
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  private double reach(double scale) {
    return filter.support() * Math.max(1, scale);
  }
}

package io.layerbench.dataset;

/**
 * How a resize combines pixels. The names and kernels are those of Pillow, by which most published
 * models were prepared; when shrinking, the kernel is stretched, so that no pixel is left out.
 */
enum ResizeFilter {
  /** The one pixel in whose area the new pixel's centre lies. */
  NEAREST(0),
  /** The mean over the new pixel's area. */
  BOX(0.5),
  /** A triangle. */
  BILINEAR(1),
  /** Keys' cubic convolution with a = −0.5 (IEEE Trans. ASSP 29, 1981). */
  BICUBIC(2),
  /** A sinc under a sinc window of three lobes. */
  LANCZOS(3);

  private final double support;

  ResizeFilter(double support) {
    this.support = support;
  }

  /** Half of the kernel's width, in pixels; 0 for nearest, which has no kernel. */
  double support() {
    return support;
  }

  /** The kernel's value at this distance. */
  double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST -> throw new IllegalStateException("Nearest has no kernel.");
      case BOX -> distance > -0.5 && distance <= 0.5 ? 1 : 0;
      case BILINEAR -> Math.max(0, 1 - x);
      case BICUBIC -> cubic(x);
      case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double cubic(double x) {
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}

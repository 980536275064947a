package io.layerbench.dataset;

/**
 * Cuts the middle out of an image. Where the border is odd, its smaller half is above and left.
 *
 * @param height the height that comes out
 * @param width the width that comes out
 */
record CropStep(int height, int width) implements Step {

  @Override
  public Spec after(Spec in) {
    in.image();
    if (height > in.height() || width > in.width()) {
      throw new StepException(
          "the crop ("
              + height
              + "x"
              + width
              + ") is larger than the image ("
              + in.height()
              + "x"
              + in.width()
              + ")");
    }
    return in.withSides(height, width);
  }

  @Override
  public Value apply(Value in) {
    Spec spec = in.spec();
    Value out = Value.allocate(after(spec));
    boolean planes = spec.layout() == Layout.CHW;
    int pixel = spec.type().bytes() * (planes ? 1 : spec.channels());
    int top = (spec.height() - height) / 2;
    int left = (spec.width() - width) / 2;
    int target = 0;
    for (int plane = 0; plane < (planes ? spec.channels() : 1); plane++) {
      for (int y = 0; y < height; y++) {
        int from = ((plane * spec.height() + top + y) * spec.width() + left) * pixel;
        out.bytes().put(target, in.bytes(), from, width * pixel);
        target += width * pixel;
      }
    }
    return out;
  }
}

package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Resizes an image of bytes.
 *
 * @param filter how pixels are combined
 * @param shortSide the short side's new length, the other one in proportion (rounded down); empty
 *     for an exact size
 * @param height the exact new height; of no meaning with a short side
 * @param width the exact new width; of no meaning with a short side
 */
record ResizeStep(ResizeFilter filter, OptionalInt shortSide, int height, int width)
    implements Step {

  static ResizeStep shortSide(ResizeFilter filter, int side) {
    return new ResizeStep(filter, OptionalInt.of(side), 0, 0);
  }

  static ResizeStep exact(ResizeFilter filter, int height, int width) {
    return new ResizeStep(filter, OptionalInt.empty(), height, width);
  }

  @Override
  public Spec after(Spec in) {
    in.image();
    if (in.type() != ElementType.UINT8) {
      throw new StepException("resize works on uint8 images, not on (" + in.type() + ")");
    }
    int newHeight = shortSide.isEmpty() ? height : proportional(in, in.height());
    int newWidth = shortSide.isEmpty() ? width : proportional(in, in.width());
    // Rows are resized before columns, so what lies between them must not be too large either.
    return in.withSides(in.height(), newWidth).withSides(newHeight, newWidth);
  }

  private int proportional(Spec in, int side) {
    long length = (long) shortSide.orElseThrow() * side / Math.min(in.height(), in.width());
    return (int) Math.min(Integer.MAX_VALUE, length);
  }

  @Override
  public Value apply(Value in) {
    Spec spec = in.spec();
    Spec out = after(spec);
    if (out.equals(spec)) {
      return in;
    }
    boolean planes = spec.layout() == Layout.CHW;
    Value hwc = planes ? new LayoutStep(Layout.HWC).apply(in) : in;
    byte[] pixels =
        new Resampler(filter, spec.channels())
            .resize(hwc.array(), spec.height(), spec.width(), out.height(), out.width());
    Value result =
        new Value(hwc.spec().withSides(out.height(), out.width()), ByteBuffer.wrap(pixels));
    return planes ? new LayoutStep(Layout.CHW).apply(result) : result;
  }
}

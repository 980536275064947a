package io.layerbench.dataset;

/**
 * Brings the three colour channels of an image into an order.
 *
 * @param bgr true for blue first, false for red first
 */
record ChannelOrderStep(boolean bgr) implements Step {

  @Override
  public Spec after(Spec in) {
    in.image();
    if (in.channels() != 3) {
      throw new StepException("needs three channels, not (" + in.channels() + ")");
    }
    return new Spec(in.type(), in.dims(), in.layout(), bgr);
  }

  @Override
  public Value apply(Value in) {
    Spec spec = in.spec();
    if (spec.bgr() == bgr) {
      return in;
    }
    Value out = Value.allocate(after(spec));
    boolean planes = spec.layout() == Layout.CHW;
    // A channel is contiguous for a whole plane in CHW and for one element in HWC.
    int run = spec.type().bytes() * (planes ? spec.height() * spec.width() : 1);
    for (int pixel = 0; pixel < in.bytes().limit(); pixel += 3 * run) {
      for (int channel = 0; channel < 3; channel++) {
        out.bytes().put(pixel + channel * run, in.bytes(), pixel + (2 - channel) * run, run);
      }
    }
    return out;
  }
}

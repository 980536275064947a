package io.layerbench.onnx.network;

import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.network.NetworkBuilder.Start;
import io.layerbench.onnx.network.NetworkBuilder.Window;
import java.util.List;

/**
 * MobileNetV2 for 1000 classes: Sandler et al., "MobileNetV2: Inverted Residuals and Linear
 * Bottlenecks" (2018), table 2, at width 1.0, as torchvision has it.
 */
public final class MobileNetV2 {

  private static final int CLASSES = 1000;
  private static final int STEM = 32;
  private static final int HEAD = 1280;

  /**
   * A line of the table.
   *
   * @param expansion t, how many times the channels are widened inside a block
   * @param channels c, what each block gives
   * @param blocks n
   * @param stride s, of the first block
   */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private final NetworkBuilder net;

  private MobileNetV2(long seed) {
    net = new NetworkBuilder("mobilenetv2", seed);
  }

  /** The network with weights that the seed decides, in FP32. */
  public static OnnxModel of(long seed) {
    return new MobileNetV2(seed).model();
  }

  private OnnxModel model() {
    int feature = 0;
    Feature x = activated("features." + feature++, net.image(), STEM, Window.of(3, 2));
    for (Stage stage : STAGES) {
      for (int block = 0; block < stage.blocks(); block++) {
        int stride = block == 0 ? stage.stride() : 1;
        x = inverted("features." + feature++, x, stage, stride);
      }
    }
    x = activated("features." + feature, x, HEAD, Window.of(1, 1));
    return net.classified(x, "classifier.1", CLASSES);
  }

  /** An inverted residual: widen, convolve each channel for itself, narrow without activation. */
  private Feature inverted(String scope, Feature in, Stage stage, int stride) {
    int hidden = in.channels() * stage.expansion();
    int part = 0;
    Feature x = in;
    if (stage.expansion() > 1) {
      x = activated(scope + ".conv." + part++, x, hidden, Window.of(1, 1));
    }
    x = activated(scope + ".conv." + part++, x, hidden, new Window(3, stride, hidden));
    boolean residual = stride == 1 && in.channels() == stage.channels();
    x =
        net.normalised(
            scope + ".conv." + part,
            scope + ".conv." + (part + 1),
            x,
            stage.channels(),
            Window.of(1, 1),
            residual ? Start.BEFORE_SUM : Start.LINEAR);
    return residual ? net.add(scope + ".add", in, x) : x;
  }

  private Feature activated(String scope, Feature in, int channels, Window window) {
    Feature x =
        net.normalised(scope + ".0", scope + ".1", in, channels, window, Start.BEFORE_ACTIVATION);
    return net.relu6(scope + ".2", x);
  }
}

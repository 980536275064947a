package io.layerbench.onnx.network;

import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.network.NetworkBuilder.Start;
import io.layerbench.onnx.network.NetworkBuilder.Window;

/**
 * ResNet-18 for 1000 classes: He et al., "Deep Residual Learning for Image Recognition" (2015),
 * table 1, with projection shortcuts where the size changes (option B), as torchvision has it.
 */
public final class ResNet18 {

  private static final int CLASSES = 1000;
  private static final int STEM = 64;
  private static final int BLOCKS = 2;
  private static final int[] CHANNELS = {64, 128, 256, 512};

  private final NetworkBuilder net;

  private ResNet18(long seed) {
    net = new NetworkBuilder("resnet18", seed);
  }

  /** The network with weights that the seed decides, in FP32. */
  public static OnnxModel of(long seed) {
    return new ResNet18(seed).model();
  }

  private OnnxModel model() {
    Window stem = Window.of(7, 2);
    Feature x = net.normalised("conv1", "bn1", net.image(), STEM, stem, Start.BEFORE_ACTIVATION);
    x = net.maxPool("maxpool", net.relu("relu", x), Window.of(3, 2));
    for (int stage = 0; stage < CHANNELS.length; stage++) {
      for (int block = 0; block < BLOCKS; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = block("layer" + (stage + 1) + "." + block + ".", x, CHANNELS[stage], stride);
      }
    }
    return net.classified(x, "fc", CLASSES);
  }

  private Feature block(String scope, Feature in, int channels, int stride) {
    Feature x =
        net.normalised(
            scope + "conv1",
            scope + "bn1",
            in,
            channels,
            Window.of(3, stride),
            Start.BEFORE_ACTIVATION);
    x = net.relu(scope + "relu", x);
    x =
        net.normalised(
            scope + "conv2", scope + "bn2", x, channels, Window.of(3, 1), Start.BEFORE_SUM);
    Feature sum = net.add(scope + "add", x, shortcut(scope, in, channels, stride));
    return net.relu(scope + "relu_1", sum);
  }

  private Feature shortcut(String scope, Feature in, int channels, int stride) {
    return in.channels() == channels
        ? in
        : net.normalised(
            scope + "downsample.0",
            scope + "downsample.1",
            in,
            channels,
            Window.of(1, stride),
            Start.LINEAR);
  }
}

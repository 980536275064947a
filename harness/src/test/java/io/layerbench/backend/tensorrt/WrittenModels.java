package io.layerbench.backend.tensorrt;

import io.layerbench.MiniLm;
import io.layerbench.TestAssets;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that this program writes for TensorRT of a real model: whole and cut into layers. */
final class WrittenModels {

  private static final List<Precision> PRECISIONS =
      List.of(Precision.FP32, Precision.FP16, Precision.INT8);

  private final String name;
  private final Path folder;
  private final OnnxModel model;
  private final List<Layer> layers;
  private final CalibrationTable ranges;

  private WrittenModels(String name, Path file, DataSource data, Path folder) {
    this.name = name;
    this.folder = folder;
    InProcessWorker worker = new InProcessWorker();
    Path prepared = folder.resolveSibling(name + "-prepared.onnx").toAbsolutePath();
    worker.prepare(new Tasks.Prepare(file.toString(), Map.of(), 1, data, prepared.toString()));
    this.model = ModelReader.read(prepared);
    this.layers = LayerSplitter.split(model);
    this.ranges =
        worker
            .calibrate(
                new Tasks.Calibrate(
                    prepared.toString(),
                    model.sha256(),
                    "cpu",
                    1,
                    data,
                    1,
                    List.copyOf(ModelQuantizer.rangesNeeded(model, layers))),
                Progress.NONE)
            .by(CalibrationMethod.MINMAX);
  }

  /** Of one of the convolutional networks, or of "minilm". */
  static WrittenModels of(String name, Path folder) throws IOException {
    Path models = Files.createDirectories(folder);
    if (name.equals("minilm")) {
      Path beside = Files.createTempDirectory("minilm");
      DataSource data = new DataSource(MiniLm.dataset(beside).toString(), null, 1);
      return new WrittenModels(name, MiniLm.model(beside), data, models);
    }
    return new WrittenModels(
        name, TestAssets.require(file(name)), new DataSource(null, null, 1), models);
  }

  private static String file(String name) {
    return switch (name) {
      case "efficientnet-lite0" -> "efficientnet-lite0/efficientnet_lite0.onnx";
      case "squeezenet" -> "squeezenet/squeezenet1_1.onnx";
      case "resnet8", "resnet20", "resnet56" -> "cifar10/" + name + ".onnx";
      case "kws" -> "kws/kws_ds_cnn.onnx";
      case "vww" -> "vww/vww_mobilenet_v1_025.onnx";
      case "m5" -> "m5/m5.onnx";
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Per tensor in all precisions, and in INT8 per channel with attention, too. */
  void writeAll() throws IOException {
    Scheme signed = Scheme.baseline(ActivationType.INT8);
    for (Precision precision : PRECISIONS) {
      write("tensor", signed, precision);
    }
    Scheme most = signed.withPerChannelWeights(true).withAttention(true);
    write("channel", most, Precision.INT8);
  }

  /** The whole model in INT8 by another scheme. */
  void writeInt8(String kind, Scheme scheme) throws IOException {
    write(kind, scheme, Precision.INT8);
  }

  private void write(String kind, Scheme scheme, Precision precision) throws IOException {
    ModelQuantizer quantizer = new ModelQuantizer(model, layers, scheme, ranges, Fp16.NATIVE);
    Map<String, Precision> plan = new HashMap<>();
    layers.stream()
        .filter(layer -> layer.isRanked() && quantizer.unsupported(layer, precision).isEmpty())
        .forEach(layer -> plan.put(layer.name(), precision));
    save(kind, precision, "model", quantizer.build(plan));
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (quantizer.unsupported(layer, precision).isEmpty()) {
        String part = (layer.isRanked() ? "layer" : "glue") + i;
        save(kind, precision, part, quantizer.layerCase(layer, precision));
      }
    }
  }

  private void save(String kind, Precision precision, String part, OnnxModel written)
      throws IOException {
    Files.write(
        folder.resolve("%s-%s-%s-%s.onnx".formatted(name, precision.id(), kind, part)),
        written.toBytes());
  }
}

package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.GivenParameters;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.QuantizedModel;
import io.layerbench.quantize.QuantizedModelReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quantization that a model arrived with, which is kept and never calibrated anew.
 *
 * @param file the quantized file beside the prepared model; null where the model is a float one
 * @param given how that file quantizes the prepared model's tensors and constants
 * @param unread what of it was left in the graph, and why
 */
record ArrivedQuantization(@Nullable Path file, GivenParameters given, List<String> unread) {

  private static final int MOST_UNREAD = 3;

  ArrivedQuantization {
    unread = List.copyOf(unread);
  }

  /**
   * Reads it.
   *
   * @param file null for a model that did not arrive quantized
   */
  static ArrivedQuantization read(@Nullable Path file) {
    if (file == null) {
      return new ArrivedQuantization(null, GivenParameters.NONE, List.of());
    }
    QuantizedModel read = QuantizedModelReader.read(ModelReader.read(file));
    return new ArrivedQuantization(file, read.given(), read.warnings());
  }

  /** Where the quantized file lies, for a worker; null likewise. */
  @Nullable String path() {
    return JobFiles.text(file);
  }

  /**
   * Why the layers that the file leaves in float have no INT8, by layer; none where nothing is
   * given.
   *
   * @param layers of the prepared model
   */
  Map<String, String> leftInFloat(OnnxModel prepared, List<Layer> layers) {
    Map<String, String> left = new LinkedHashMap<>();
    if (!given.isEmpty()) {
      ModelQuantizer quantizer = ModelQuantizer.asGiven(prepared, layers, given);
      for (Layer layer : layers) {
        if (layer.isRanked()) {
          quantizer
              .unsupported(layer, Precision.INT8)
              .ifPresent(reason -> left.put(layer.name(), reason));
        }
      }
    }
    return left;
  }

  /** What the user is told, once. */
  List<String> notices(OnnxModel prepared, List<Layer> layers) {
    List<String> notices = new ArrayList<>();
    if (!given.isEmpty()) {
      long ranked = layers.stream().filter(Layer::isRanked).count();
      long kept = ranked - leftInFloat(prepared, layers).size();
      notices.add(
          "The model arrived quantized: %d of %d layers keep their own scales in INT8, and calibration is not used for them; FP32 is its float form."
              .formatted(kept, ranked));
    }
    unread.stream().limit(MOST_UNREAD).forEach(notices::add);
    if (unread.size() > MOST_UNREAD) {
      notices.add(
          "So does that of (%d) more tensors of the model.".formatted(unread.size() - MOST_UNREAD));
    }
    return notices;
  }
}

package io.layerbench.quantize;

import io.layerbench.onnx.OnnxModel;
import java.util.List;

/**
 * A model that arrived quantized, taken apart.
 *
 * @param floatModel the same layers in FLOAT: no rounding between them, and as weights the numbers
 *     that the stored integers stand for; to be prepared and split like any other model
 * @param given how the file quantizes the float model's tensors and constants, for {@link
 *     ModelQuantizer#withGiven}
 * @param warnings what was left as it is, and why
 */
public record QuantizedModel(OnnxModel floatModel, GivenParameters given, List<String> warnings) {

  public QuantizedModel {
    warnings = List.copyOf(warnings);
  }
}

package io.layerbench.quantize;

import static io.layerbench.quantize.HandModels.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Quantized models as others write them, read and built again. */
final class QuantizedFiles {

  private static final CalibrationTable NOTHING =
      new CalibrationTable("", "none", 0, false, Map.of());

  private QuantizedFiles() {}

  /** A model that was read, and what this program makes of it. */
  record Read(QuantizedModel read, OnnxModel prepared, List<Layer> layers, ModelQuantizer made) {

    static Read of(OnnxModel quantized, ActivationType type) {
      assertThat(QuantizedModelReader.isQuantized(quantized)).isTrue();
      QuantizedModel read = QuantizedModelReader.read(quantized);
      OnnxModel prepared = OrtRuns.prepare(read.floatModel());
      List<Layer> layers = LayerSplitter.split(prepared);
      return new Read(
          read,
          prepared,
          layers,
          new ModelQuantizer(prepared, layers, Scheme.baseline(type), NOTHING, Fp16.STORAGE)
              .withGiven(read.given()));
    }

    Map<String, Precision> plan() {
      Map<String, Precision> plan = new HashMap<>();
      for (Layer layer : layers) {
        if (layer.isRanked() && made.unsupported(layer, Precision.INT8).isEmpty()) {
          plan.put(layer.name(), Precision.INT8);
        }
      }
      return plan;
    }

    OnnxModel rebuilt() {
      return made.build(plan());
    }
  }

  static void assertSameOutputs(OnnxModel one, OnnxModel other) {
    for (int seed = 0; seed < 3; seed++) {
      Map<String, float[]> inputs = OrtRuns.randomInputs(one, seed);
      Map<String, float[]> expected = OrtRuns.run(one, inputs);
      Map<String, float[]> found = OrtRuns.run(other, inputs);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, values) -> assertThat(found.get(name)).isEqualTo(values));
    }
  }

  static TensorProto bytes(String name, ElementType type, int[] values, long... dims) {
    return StoredConstant.tensor(type, values, dims).toBuilder().setName(name).build();
  }

  static TensorProto scalar(String name, float value) {
    return Tensors.ofFloats(name, new float[] {value});
  }

  static NodeProto quantize(String in, String out, String parameters) {
    return node("QuantizeLinear", in + " " + parameters, out);
  }

  static NodeProto dequantize(String in, String out, String parameters, AttributeProto... axis) {
    return node("DequantizeLinear", in + " " + parameters, out, axis);
  }
}

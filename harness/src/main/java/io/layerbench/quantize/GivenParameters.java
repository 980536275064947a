package io.layerbench.quantize;

import io.layerbench.onnx.proto.TensorProto;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quantization that a model arrived with, to be kept instead of calibrated anew.
 *
 * @param activations by the name of the FLOAT tensor: how it is quantized, one scale per tensor
 * @param constants by the name of the FLOAT constant: the integers that the file stores
 */
public record GivenParameters(
    Map<String, QuantizationParameters> activations, Map<String, StoredConstant> constants) {

  /** Nothing is given: everything is calibrated. */
  public static final GivenParameters NONE = new GivenParameters(Map.of(), Map.of());

  public GivenParameters {
    activations = Map.copyOf(activations);
    constants = Map.copyOf(constants);
  }

  /** True where nothing is given. */
  public boolean isEmpty() {
    return activations.isEmpty() && constants.isEmpty();
  }

  /**
   * The integers that the file stores for that FLOAT constant; null where it stores none, or where
   * its values have been changed since, for example by folding batch normalization into it.
   */
  @Nullable StoredConstant constant(TensorProto tensor) {
    StoredConstant stored = constants.get(tensor.getName());
    return stored != null && stored.standsFor(tensor) ? stored : null;
  }
}

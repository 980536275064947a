package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.TensorType;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Unlabelled random inputs for a model without data. Floating point elements follow the standard
 * normal distribution cut at ±3; 8-bit and 16-bit integers are uniform in 0 … 127; wider integers
 * and booleans are 0 or 1, which is a valid index into any table with two rows and a valid mask.
 */
public final class RandomItems implements Items {

  private static final double CUT = 3;

  private final Map<String, TensorType> types;
  private final int size;
  private final long seed;

  /**
   * @param types the model's inputs with all dimensions fixed; they are used as they are, so the
   *     batch dimension belongs to them
   * @param size how many items
   * @param seed the same seed gives the same items, in whichever order they are asked for
   * @throws UsageException naming a dimension that is not fixed
   */
  public RandomItems(Map<String, TensorType> types, int size, long seed) {
    if (size < 1 || types.isEmpty()) {
      throw new IllegalArgumentException("There must be inputs and items (" + size + ").");
    }
    types.forEach(RandomItems::check);
    this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    this.size = size;
    this.seed = seed;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Item get(int index) {
    Objects.checkIndex(index, size);
    Random random = new Random(seed * 1_000_003L + index);
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    types.forEach((name, type) -> inputs.put(name, random(type, random)));
    return new Item(Integer.toString(index), inputs, OptionalInt.empty());
  }

  private static void check(String name, TensorType type) {
    if (!type.isConcrete()) {
      throw new UsageException(
          "The input (" + name + ") has a dimension that is not fixed (" + type.text() + ").",
          "give its shape with --shape " + name + "=….");
    }
    ElementType.ofOnnx(type.elementType());
  }

  private static TensorData random(TensorType type, Random random) {
    ElementType element = ElementType.ofOnnx(type.elementType());
    TensorData data = TensorData.allocate(element, type.shape());
    ByteBuffer bytes = data.bytes();
    for (int at = 0; at < bytes.limit(); at += element.bytes()) {
      Elements.put(bytes, at, element, value(element, random));
    }
    return data;
  }

  private static double value(ElementType type, Random random) {
    return switch (type) {
      case FLOAT, FLOAT16, DOUBLE -> Math.max(-CUT, Math.min(CUT, random.nextGaussian()));
      case UINT8, INT8, UINT16, INT16 -> random.nextInt(128);
      case INT32, INT64, UINT32, UINT64, BOOL -> random.nextInt(2);
    };
  }
}

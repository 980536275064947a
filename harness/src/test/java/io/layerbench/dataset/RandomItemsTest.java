package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.TensorType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomItemsTest {

  private static final Map<String, TensorType> TYPES =
      Map.of(
          "x", TensorType.of(ElementType.FLOAT.onnx(), 1, 3, 8, 8),
          "ids", TensorType.of(ElementType.INT64.onnx(), 1, 16));

  @Test
  void namesAFreeDimension() {
    Map<String, TensorType> free = Map.of("x", TensorType.of(1, 1, -1));
    assertThatThrownBy(() -> new RandomItems(free, 1, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(x)")
        .hasMessageContaining("(1x?)");
    assertThatThrownBy(() -> new RandomItems(TYPES, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RandomItems(TYPES, 2, 1).get(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void givesTheSameItemsForTheSameSeedInAnyOrder() {
    RandomItems items = new RandomItems(TYPES, 3, 42);
    Item last = items.get(2);
    assertThat(new RandomItems(TYPES, 3, 42).get(2)).isEqualTo(last);
    assertThat(items.get(1)).isNotEqualTo(last);
    assertThat(new RandomItems(TYPES, 3, 43).get(2)).isNotEqualTo(last);
    assertThat(last.label()).isEmpty();
  }

  @Test
  void staysInSafeRanges() {
    Item item = new RandomItems(TYPES, 1, 42).get(0);
    TensorData x = item.input("x");
    assertThat(x.shape()).containsExactly(1, 3, 8, 8);
    for (float value : x.toFloats()) {
      assertThat(value).isBetween(-3f, 3f);
    }
    TensorData ids = item.input("ids");
    for (int i = 0; i < 16; i++) {
      assertThat(ids.bytes().getLong(8 * i)).isBetween(0L, 1L);
    }
  }
}

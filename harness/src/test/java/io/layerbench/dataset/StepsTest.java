package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.ElementType;
import io.layerbench.dataset.ArithmeticStep.Operator;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {

  private static Value image(int height, int width, int channels, int... samples) {
    byte[] bytes = new byte[height * width * channels];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (samples.length == 0 ? i : samples[i]);
    }
    return new Value(Spec.image(height, width, channels), ByteBuffer.wrap(bytes));
  }

  @Test
  void refusesStepsThatDoNotFit() {
    Spec plain = Spec.of(ElementType.INT8, List.of(4));
    Spec small = Spec.image(4, 4, 1);
    assertThatThrownBy(() -> new CropStep(5, 4).after(small)).hasMessageContaining("(5x4)");
    assertThatThrownBy(() -> new CropStep(1, 1).after(plain)).hasMessageContaining("layout");
    assertThatThrownBy(() -> new LayoutStep(Layout.CHW).after(plain))
        .hasMessageContaining("layout");
    assertThatThrownBy(() -> new ChannelOrderStep(true).after(small)).hasMessageContaining("(1)");
    assertThatThrownBy(() -> new ReshapeStep(List.of(3)).after(plain)).hasMessageContaining("[4]");
    assertThatThrownBy(() -> new ArithmeticStep(Operator.ADD, List.of(1.0, 2.0)).after(small))
        .hasMessageContaining("(2) numbers");
    assertThatThrownBy(
            () -> ResizeStep.exact(ResizeFilter.BOX, 2, 2).after(small.withType(ElementType.FLOAT)))
        .hasMessageContaining("uint8");
    // Neither the result nor what lies between rows and columns may be huge.
    assertThatThrownBy(() -> ResizeStep.shortSide(ResizeFilter.BOX, 1 << 30).after(small))
        .hasMessageContaining("larger");
    assertThatThrownBy(
            () -> ResizeStep.exact(ResizeFilter.BOX, 1, 1 << 20).after(Spec.image(1 << 20, 1, 1)))
        .hasMessageContaining("larger");
  }

  @Test
  void movesChannelsAndBack() {
    Value planes = new LayoutStep(Layout.CHW).apply(image(1, 2, 3));
    assertThat(planes.spec().dims()).containsExactly(3, 1, 2);
    assertThat(planes.array()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(new LayoutStep(Layout.HWC).apply(planes).array()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void ordersChannelsInBothLayoutsAndOnlyOnce() {
    ChannelOrderStep blueFirst = new ChannelOrderStep(true);
    Value bgr = blueFirst.apply(image(1, 2, 3));
    assertThat(bgr.array()).containsExactly(2, 1, 0, 5, 4, 3);
    assertThat(blueFirst.apply(bgr)).isSameAs(bgr);
    Value planes = blueFirst.apply(new LayoutStep(Layout.CHW).apply(image(1, 2, 3)));
    assertThat(planes.array()).containsExactly(2, 5, 1, 4, 0, 3);
    assertThat(new ChannelOrderStep(false).apply(bgr).array()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void cropsTheMiddleInBothLayouts() {
    Value cropped = new CropStep(1, 2).apply(image(4, 3, 1));
    assertThat(cropped.array()).containsExactly(3, 4);
    Value planes = new CropStep(1, 1).apply(new LayoutStep(Layout.CHW).apply(image(3, 3, 2)));
    assertThat(planes.array()).containsExactly(8, 9);
  }

  @Test
  void computesPerElementAndPerChannel() {
    Value all = new ArithmeticStep(Operator.DIVIDE, List.of(2.0)).apply(image(1, 1, 3, 1, 2, 255));
    assertThat(all.toFloats()).containsExactly(0.5f, 1, 127.5f);
    ArithmeticStep mean = new ArithmeticStep(Operator.SUBTRACT, List.of(1.0, 2.0, 3.0));
    assertThat(mean.apply(image(1, 2, 3)).toFloats()).containsExactly(-1, -1, -1, 2, 2, 2);
    Value planes = new LayoutStep(Layout.CHW).apply(image(1, 2, 3));
    assertThat(mean.apply(planes).toFloats()).containsExactly(-1, 2, -1, 2, -1, 2);
  }

  @Test
  void convertsTypesByRoundingToEvenAndSaturating() {
    Value floats =
        Value.allocate(Spec.of(ElementType.FLOAT, List.of(5)))
            .withFloats(new float[] {0.5f, 1.5f, -300, 300, Float.NaN});
    assertThat(new DtypeStep(ElementType.INT8).apply(floats).array())
        .containsExactly(0, 2, -128, 127, 0);
    assertThat(new DtypeStep(ElementType.UINT8).apply(floats).array())
        .containsExactly(0, 2, 0, -1, 0);
    Value halves = new DtypeStep(ElementType.FLOAT16).apply(floats);
    assertThat(halves.toFloats()).containsExactly(0.5f, 1.5f, -300, 300, Float.NaN);
  }

  @Test
  void convertsEveryHalfBackToItself() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.ofFloat(value)).isEqualTo((short) bits);
      }
    }
    assertThat(Half.toFloat(Half.ofFloat(65519.99f))).isEqualTo(65504f);
    assertThat(Half.toFloat(Half.ofFloat(65520f))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Half.toFloat(Half.ofFloat(0x1p-25f))).isZero();
    assertThat(Half.toFloat(Half.ofFloat(0x1.8p-25f))).isEqualTo(0x1p-24f);
    // Halfway between two halves: to the even one.
    assertThat(Half.toFloat(Half.ofFloat(1 + 0x1p-11f))).isEqualTo(1);
    assertThat(Half.toFloat(Half.ofFloat(1 + 0x3p-11f))).isEqualTo(1 + 0x1p-9f);
    assertThat(Float.isNaN(Half.toFloat(Half.ofFloat(Float.NaN)))).isTrue();
  }

  @Test
  void resizesSmallImagesAsComputedByHand() {
    Value row = image(1, 4, 1, 10, 20, 30, 40);
    assertThat(ResizeStep.exact(ResizeFilter.NEAREST, 1, 2).apply(row).array())
        .containsExactly(20, 40);
    assertThat(ResizeStep.exact(ResizeFilter.BOX, 1, 2).apply(row).array()).containsExactly(15, 35);
    // The triangle reaches two pixels: weights 3, 3, 1 of 7 from the left edge on.
    assertThat(ResizeStep.exact(ResizeFilter.BILINEAR, 1, 2).apply(row).array())
        .containsExactly(17, 33);
    assertThat(ResizeStep.exact(ResizeFilter.BILINEAR, 2, 4).apply(row).array())
        .containsExactly(10, 20, 30, 40, 10, 20, 30, 40);
    Spec portrait = Spec.image(341, 256, 3);
    assertThat(ResizeStep.shortSide(ResizeFilter.BOX, 128).after(portrait).dims())
        .containsExactly(170, 128, 3);
  }

  /**
   * What Pillow 13 makes of the same image: the sum of all bytes, the first and the last twelve.
   */
  @ParameterizedTest
  @CsvSource({
    "NEAREST, 5, 7, 13799, 87bcf1df14496398cdbbf025, 79aee35d92c7b3e81d97cc01",
    "NEAREST, 20, 31, 239868, 00356a00356a255a8f255a8f, 5b90c55b90c5d4093ed4093e",
    "BOX, 5, 7, 13546, 717c866d869ea38262667e97, 7975aa96768097768f7b5b65",
    "BOX, 20, 31, 239868, 00356a00356a255a8f255a8f, 5b90c55b90c5d4093ed4093e",
    "BILINEAR, 5, 7, 13537, 6b848e7d838f7e8186758286, 7874a197708d937c81766669",
    "BILINEAR, 20, 31, 239087, 00356a0c417620558a356a9f, 945d926b7fb4ad356ad4093e",
    "BICUBIC, 5, 7, 13539, 68818d7a8694808184717e8c, 7872a99c708c957d82756167",
    "BICUBIC, 20, 31, 239179, 002c6103386c194e832e629f, 915e9d5d85cbb92d68ed002e",
    "LANCZOS, 5, 7, 13539, 687e8d7c8a977e818270788e, 7971ac9e7189967e82736166",
    "LANCZOS, 20, 31, 239312, 002d5b0134611948792e59a0, 9559a25c7fd3b73070fe0022",
  })
  void resizesAsPillowDoes(
      ResizeFilter filter, int height, int width, int sum, String head, String tail) {
    byte[] pixels = new byte[13 * 17 * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % 17;
      int y = i / 3 / 17;
      pixels[i] = (byte) (x * 37 + y * 91 + i % 3 * 53 + x * y * 7);
    }
    Value value = new Value(Spec.image(13, 17, 3), ByteBuffer.wrap(pixels));
    byte[] found = ResizeStep.exact(filter, height, width).apply(value).array();
    int total = 0;
    for (byte pixel : found) {
      total += pixel & 255;
    }
    // Pillow's coefficients are integers, so a byte may differ by one.
    assertThat(total).isCloseTo(sum, within(20));
    byte[] first = HexFormat.of().parseHex(head);
    byte[] last = HexFormat.of().parseHex(tail);
    for (int i = 0; i < 12; i++) {
      assertThat(found[i] & 255).isCloseTo(first[i] & 255, within(1));
      assertThat(found[found.length - 12 + i] & 255).isCloseTo(last[i] & 255, within(1));
    }
  }
}

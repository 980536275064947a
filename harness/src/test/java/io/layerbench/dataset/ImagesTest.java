package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {

  private static final String JSON =
      """
      {
        "format_version": 1,
        "name": "images",
        "task": "none",
        "inputs": {"x": {"steps": [{"step": "decode"}, {"step": "centre_crop", "height": 2, "width": 2}]}},
        "calibrate": {"sources": {"x": {"type": "images", "folder": "images"}}},
        "evaluate": {"sources": {"x": {"type": "images", "folder": "images"}}}
      }
      """;

  private final Path dir;

  ImagesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private DataFolder folder(byte[] image) {
    return new DataFolder(dir).put("dataset.json", JSON).put("images/a.img", image);
  }

  private void refused(byte[] image, String... parts) {
    assertThatThrownBy(folder(image)::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private byte[] decoded(BufferedImage image, String format) {
    folder(encoded(image, format));
    return pixels();
  }

  private byte[] pixels() {
    ByteBuffer bytes = new DataFolder(dir).read().evaluate().get(0).input("x").bytes();
    byte[] pixels = new byte[bytes.remaining()];
    bytes.duplicate().get(pixels);
    return pixels;
  }

  private static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(image, format, out)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void refusesWhatIsNoImage() {
    refused(new byte[0], "a.img");
    refused("not an image at all".getBytes(StandardCharsets.UTF_8), "a.img");
    refused(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, "a.img");
  }

  @Test
  void refusesAHugeImageBeforeDecodingIt() {
    refused(PngHeader.of(100_000, 100_000), "a.img", "(10000000000) pixels");
    refused(PngHeader.of(Integer.MAX_VALUE, Integer.MAX_VALUE), "a.img");
  }

  @Test
  void refusesColoursThatProgramsReadDifferently() {
    // A JPEG of 8 x 8 pixels in CMYK.
    String jpeg =
        "ffd8ffee000e41646f626500640000000000ffdb00430050373c463c32504641465a55505f78c882786e"
            + "6e78f5afb991c8ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            + "ffffffffc000140800080008044311004d11005911004b1100ffc4001400010000000000000000000000"
            + "0000000004ffc40014100100000000000000000000000000000000ffda000e0443004d0059004b00003f"
            + "00616512ffd9";
    refused(HexFormat.of().parseHex(jpeg), "a.img", "CMYK");
  }

  @Test
  void refusesAnImageSmallerThanTheCropAndImagesThatDiffer() {
    refused(encoded(new BufferedImage(9, 1, BufferedImage.TYPE_INT_RGB), "png"), "a.img", "(2x2)");
    DataFolder folder = folder(encoded(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png"));
    folder.put("images/b.img", encoded(new BufferedImage(4, 5, BufferedImage.TYPE_INT_RGB), "png"));
    assertThat(folder.read().evaluate().size()).isEqualTo(2);
    folder.edit(", {\"step\": \"centre_crop\", \"height\": 2, \"width\": 2}", "");
    assertThatThrownBy(folder::read).hasMessageContainingAll("b.img", "[5, 4, 3]");
    folder.edit("{\"step\": \"decode\"}", "");
    assertThatThrownBy(folder::read).hasMessageContaining("the first step is decode");
  }

  @Test
  void namesAnImageThatEndsInItsMiddle() {
    byte[] whole = encoded(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "png");
    Dataset dataset = folder(Arrays.copyOf(whole, whole.length - 40)).read();
    assertThatThrownBy(() -> dataset.evaluate().get(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.img");
  }

  @Test
  void refusesAnEmptyFolder() throws IOException {
    DataFolder folder = folder(new byte[0]);
    Files.delete(dir.resolve("images/a.img"));
    assertThatThrownBy(folder::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is empty");
  }

  @Test
  void decodesColoursRedFirst() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 0, 0x010203);
    image.setRGB(0, 1, 0xfffefd);
    byte[] expected = {0, 0, 0, 1, 2, 3, -1, -2, -3, 0, 0, 0};
    assertThat(decoded(image, "png")).containsExactly(expected);
    assertThat(decoded(image, "bmp")).containsExactly(expected);
  }

  @Test
  void dropsTransparency() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x80102030);
    image.setRGB(1, 0, 0x00405060);
    byte[] pixels = decoded(image, "png");
    assertThat(Arrays.copyOf(pixels, 6)).containsExactly(0x10, 0x20, 0x30, 0x40, 0x50, 0x60);
  }

  @Test
  void keepsTheSamplesOfGreyImages() {
    BufferedImage bytes = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    bytes.getRaster().setSample(0, 0, 0, 100);
    assertThat(Arrays.copyOf(decoded(bytes, "png"), 6)).containsExactly(100, 100, 100, 0, 0, 0);
    BufferedImage words = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
    words.getRaster().setSample(0, 0, 0, 100 << 8 | 37);
    assertThat(Arrays.copyOf(decoded(words, "png"), 6)).containsExactly(100, 100, 100, 0, 0, 0);
    BufferedImage bits = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(0, 0, 0xffffff);
    assertThat(Arrays.copyOf(decoded(bits, "png"), 6)).containsExactly(-1, -1, -1, 0, 0, 0);
  }

  @Test
  void decodesToGrey() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff0000);
    image.setRGB(1, 0, 0x00ff00);
    image.setRGB(0, 1, 0x0000ff);
    image.setRGB(1, 1, 0x646464);
    folder(encoded(image, "png")).edit("\"decode\"", "\"decode\", \"mode\": \"gray\"");
    assertThat(pixels()).containsExactly(76, (byte) 150, 29, 100);
  }
}

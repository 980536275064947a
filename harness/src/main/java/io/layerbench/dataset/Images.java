package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes image files by Java's own readers (JPEG, PNG, GIF, BMP, TIFF). Any rotation in the
 * metadata is ignored, as Pillow and torchvision do.
 */
final class Images {

  /** Images with more pixels are refused before they are decoded. */
  static final long MAX_PIXELS = 64_000_000;

  private Images() {}

  /** What an image will be decoded to, from its header. */
  static Spec spec(Path file, ColourMode mode) {
    return with(
        file,
        reader ->
            Spec.image(reader.getHeight(0), reader.getWidth(0), mode == ColourMode.RGB ? 3 : 1));
  }

  /** The pixels of an image. */
  static Value decode(Path file, ColourMode mode) {
    BufferedImage image = with(file, reader -> reader.read(0));
    byte[] rgb = isGray(image) ? gray(image) : rgb(image);
    byte[] pixels = mode == ColourMode.RGB ? rgb : luma(rgb);
    Spec spec = Spec.image(image.getHeight(), image.getWidth(), mode == ColourMode.RGB ? 3 : 1);
    return new Value(spec, ByteBuffer.wrap(pixels));
  }

  /** What is done with an open file. */
  private interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T with(Path file, Use<T> use) {
    // This stream reads the file itself, so that ImageIO needs no cache on the disk.
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw refused(file, "is not an image that Java can read", "convert it to JPEG or PNG.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        check(file, reader);
        return use.of(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof InvalidInputException known) {
        throw known;
      }
      // Java's readers answer a damaged file with many kinds of runtime exceptions.
      throw new InvalidInputException(
          "The image (" + file + ") cannot be decoded (" + e.getMessage() + ").",
          "the file is damaged.",
          e);
    }
  }

  private static void check(Path file, ImageReader reader) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MAX_PIXELS) {
      throw refused(
          file, "has (" + pixels + ") pixels, the limit is (" + MAX_PIXELS + ")", "shrink it.");
    }
    if (!hasKnownColours(reader)) {
      throw refused(
          file, "has other colours than grey and RGB, for example CMYK", "convert it to RGB.");
    }
  }

  /** Java reads CMYK too, but whether its values are inverted differs from program to program. */
  private static boolean hasKnownColours(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      return false;
    }
    int space = types.next().getColorModel().getColorSpace().getType();
    return space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB;
  }

  private static InvalidInputException refused(Path file, String why, String maybe) {
    return new InvalidInputException("The image (" + file + ") " + why + ".", maybe);
  }

  private static boolean isGray(BufferedImage image) {
    ColorModel model = image.getColorModel();
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !(model instanceof IndexColorModel);
  }

  /**
   * The samples of a grey image as they lie in the file, thrice. Java's own conversion would take
   * them as linear light and brighten them.
   */
  private static byte[] gray(BufferedImage image) {
    int width = image.getWidth();
    int bits = image.getColorModel().getComponentSize(0);
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getSamples(0, y, width, 1, 0, row);
      for (int sample : row) {
        byte value = (byte) (bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1));
        rgb[at++] = value;
        rgb[at++] = value;
        rgb[at++] = value;
      }
    }
    return rgb;
  }

  private static byte[] rgb(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      // What JPEG is decoded to: the raster gives its bands red first, without a call per pixel.
      image.getRaster().getDataElements(0, 0, width, image.getHeight(), rgb);
      return rgb;
    }
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        rgb[at++] = (byte) (argb >> 16);
        rgb[at++] = (byte) (argb >> 8);
        rgb[at++] = (byte) argb;
      }
    }
    return rgb;
  }

  private static byte[] luma(byte[] rgb) {
    byte[] gray = new byte[rgb.length / 3];
    for (int i = 0; i < gray.length; i++) {
      int weighted =
          299 * (rgb[3 * i] & 0xff) + 587 * (rgb[3 * i + 1] & 0xff) + 114 * (rgb[3 * i + 2] & 0xff);
      gray[i] = (byte) ((weighted + 500) / 1000);
    }
    return gray;
  }
}

package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a NumPy array file, as numpy.lib.format describes it, versions 1 and 2.
 *
 * @param type the element type
 * @param shape all dimensions, the items' number first
 * @param length bytes before the first element
 */
record NpyHeader(ElementType type, List<Integer> shape, int length) {

  private static final int MAX_HEADER = 1 << 16;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("<f2", ElementType.FLOAT16),
          Map.entry("<f4", ElementType.FLOAT),
          Map.entry("<f8", ElementType.DOUBLE),
          Map.entry("|i1", ElementType.INT8),
          Map.entry("|u1", ElementType.UINT8),
          Map.entry("|b1", ElementType.BOOL),
          Map.entry("<i2", ElementType.INT16),
          Map.entry("<u2", ElementType.UINT16),
          Map.entry("<i4", ElementType.INT32),
          Map.entry("<i8", ElementType.INT64));

  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
              + "\\s*'shape'\\s*:\\s*\\(([0-9, ]*)\\)\\s*,?\\s*\\}\\s*");

  NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Reads a header.
   *
   * @throws InvalidInputException for Fortran order, other dtypes, scalars and damaged headers
   */
  static NpyHeader read(BinaryFile file) {
    ByteBuffer start = part(file, 0, 12);
    byte[] magic = new byte[MAGIC.length];
    start.get(0, magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw bad(file, "is not a .npy file");
    }
    int version = start.get(6);
    if (version != 1 && version != 2) {
      throw bad(file, "has the .npy version (" + version + "), this program reads 1 and 2");
    }
    int offset = version == 1 ? 10 : 12;
    int size = version == 1 ? start.getShort(8) & 0xffff : start.getInt(8);
    if (size < 1 || size > MAX_HEADER) {
      throw bad(file, "has a .npy header of (" + size + ") bytes");
    }
    String text = StandardCharsets.ISO_8859_1.decode(part(file, offset, size)).toString();
    return parse(file, text, offset + size);
  }

  private static NpyHeader parse(BinaryFile file, String text, int length) {
    Matcher matcher = DICTIONARY.matcher(text);
    if (!matcher.matches()) {
      throw bad(file, "has a .npy header that is damaged or of a structured type");
    }
    ElementType type = TYPES.get(matcher.group(1));
    if (type == null) {
      throw bad(
          file,
          "has the dtype ("
              + matcher.group(1)
              + "), known are "
              + TYPES.keySet().stream().sorted().toList());
    }
    if ("True".equals(matcher.group(2))) {
      throw bad(file, "is in Fortran order; save it with numpy.ascontiguousarray");
    }
    return new NpyHeader(type, shape(file, matcher.group(3)), length);
  }

  private static List<Integer> shape(BinaryFile file, String text) {
    try {
      List<Integer> shape =
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(dim -> !dim.isEmpty())
              .map(Integer::valueOf)
              .toList();
      if (shape.isEmpty() || shape.contains(0)) {
        throw bad(file, "holds no items, its shape is " + shape);
      }
      return shape;
    } catch (NumberFormatException e) {
      throw bad(file, "has a shape that is too large (" + text + ")");
    }
  }

  private static ByteBuffer part(BinaryFile file, int offset, int size) {
    if (file.size() < (long) offset + size) {
      throw bad(file, "ends inside its .npy header");
    }
    return file.read(offset, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InvalidInputException bad(BinaryFile file, String why) {
    return new InvalidInputException("The file (" + file.path() + ") " + why + ".", "");
  }
}

package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One file that holds all items one after the other, all of the same size.
 *
 * @param file the file
 * @param header bytes before the first item
 * @param prefix bytes before each item's elements: 0, or 1 for a label byte
 * @param itemSpec what each item looks like
 */
record RecordFile(BinaryFile file, long header, int prefix, Spec itemSpec) implements Source {

  /** Labels are read in blocks of about this many bytes. */
  private static final int BLOCK = 1 << 20;

  RecordFile {
    long items = file.size() - header;
    long step = (long) prefix + itemSpec.bytes();
    if (items < step || items % step != 0 || items / step > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "The size of the file ("
              + file.path()
              + ") is wrong: ("
              + items
              + ") bytes are not a whole number of items of ("
              + step
              + ") bytes.",
          "check its dtype and shape, or whether it is complete.");
    }
  }

  @Override
  public int size() {
    return (int) ((file.size() - header) / (prefix + itemSpec.bytes()));
  }

  @Override
  public boolean uniform() {
    return true;
  }

  @Override
  public Spec spec(int index) {
    return itemSpec;
  }

  @Override
  public Value read(int index) {
    return new Value(itemSpec, file.read(offset(index) + prefix, itemSpec.bytes()));
  }

  @Override
  public List<Integer> labels() {
    List<Integer> labels = new ArrayList<>();
    int step = prefix + itemSpec.bytes();
    int block = Math.max(1, BLOCK / step);
    for (int first = 0; prefix > 0 && first < size(); first += block) {
      int items = Math.min(block, size() - first);
      ByteBuffer bytes = file.read(offset(first), items * step);
      for (int i = 0; i < items; i++) {
        labels.add(bytes.get(i * step) & 0xff);
      }
    }
    return labels;
  }

  @Override
  public String digest() {
    return file.digest();
  }

  private long offset(int index) {
    return header + (long) index * (prefix + itemSpec.bytes());
  }
}

package io.layerbench.run;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An unmodifiable list in a third of the memory: the samples of a long run are nearly all that its
 * process holds.
 */
final class CompactLongs extends AbstractList<Long> implements RandomAccess {

  private final long[] values;

  private CompactLongs(long[] values) {
    this.values = values;
  }

  static List<Long> copyOf(List<Long> values) {
    return values instanceof CompactLongs
        ? values
        : new CompactLongs(values.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public Long get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}

package io.layerbench.dataset;

import java.util.List;

/**
 * Some of the items of another sequence.
 *
 * @param all where they come from
 * @param indexes which ones, in the order of this sequence
 */
record Selection(Items all, List<Integer> indexes) implements Items {

  Selection {
    indexes = List.copyOf(indexes);
  }

  @Override
  public int size() {
    return indexes.size();
  }

  @Override
  public Item get(int index) {
    return all.get(indexes.get(index));
  }
}

package io.layerbench.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A fixed sequence of items, each decoded only when asked for. Safe for use by several threads. */
public interface Items {

  /** The number of items, at least 1. */
  int size();

  /**
   * Decodes an item.
   *
   * @param index from 0 to size − 1
   * @throws io.layerbench.base.InvalidInputException where its file is damaged or has changed
   */
  Item get(int index);

  /**
   * A choice of n items in their original order; all of them where there are no more than n.
   *
   * @param n at least 1
   * @param seed the same seed chooses the same items
   */
  default Items limit(int n, long seed) {
    if (n < 1) {
      throw new IllegalArgumentException("At least one item is needed, not (" + n + ").");
    }
    if (n >= size()) {
      return this;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    return new Selection(this, order.subList(0, n).stream().sorted().toList());
  }
}

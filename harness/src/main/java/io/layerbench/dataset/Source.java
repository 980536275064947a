package io.layerbench.dataset;

import java.util.List;

/** Where the items of one input come from, before any step. */
interface Source {

  /** The number of items. */
  int size();

  /** The items' file names in order; empty where all lie in one file. */
  default List<String> names() {
    return List.of();
  }

  /** True where all items have the same spec. */
  boolean uniform();

  /**
   * What an item looks like, from its file's size or header alone.
   *
   * @throws io.layerbench.base.InvalidInputException naming the file
   */
  Spec spec(int index);

  /** Reads an item. */
  Value read(int index);

  /** The items' labels, where they lie in the source itself; empty where they do not. */
  default List<Integer> labels() {
    return List.of();
  }

  /**
   * A digest of the content, or of the names and sizes where there is a file per item; without any
   * absolute path.
   */
  String digest();
}

package io.layerbench.dataset;

import java.util.List;

/**
 * What is known about each row of a part besides its data.
 *
 * @param file the file that says so, for errors
 * @param firstLine the line of the first row in it, counted from 1
 * @param size the number of rows
 * @param names the rows' names, no two alike; empty where they have none
 * @param labels the labels as they lie in the file, none negative; empty where there are none
 * @param sentences the text of each row; empty where there is none
 * @param uses what each row is for; empty where that is not told by row
 * @param digest the file's digest
 */
record Rows(
    String file,
    int firstLine,
    int size,
    List<String> names,
    List<Integer> labels,
    List<String> sentences,
    List<Use> uses,
    String digest) {

  /** What a row is for. */
  enum Use {
    CALIBRATE,
    EVALUATE,
    IGNORE
  }

  Rows {
    names = List.copyOf(names);
    labels = List.copyOf(labels);
    sentences = List.copyOf(sentences);
    uses = List.copyOf(uses);
    for (List<?> column : List.of(names, labels, sentences, uses)) {
      if (!column.isEmpty() && column.size() != size) {
        throw new IllegalArgumentException("A column has (" + column.size() + ") rows.");
      }
    }
  }

  /** The place of a row, for errors. */
  String where(int row) {
    return file + " line " + (firstLine + row);
  }
}

package io.layerbench.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One table over runs; its first column is the run's name. */
public interface RunTable {

  /** Takes rows, one value for each column. */
  @FunctionalInterface
  interface Sink {
    void row(List<? extends @Nullable Object> values);
  }

  /** The name in SQL. */
  String name();

  /** The columns in their order. */
  List<Column> columns();

  /** Reads the files and hands on every row. */
  void rows(Sink sink);
}

package io.layerbench.query;

/** What a column holds; every value may be null. */
public enum ColumnType {
  /** Strings. */
  TEXT,
  /** {@code Long}. */
  INTEGER,
  /** {@code Double}. */
  REAL
}

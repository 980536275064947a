package io.layerbench.query;

/** A table's column; units are in its name. */
public record Column(String name, ColumnType type) {

  static Column text(String name) {
    return new Column(name, ColumnType.TEXT);
  }

  static Column integer(String name) {
    return new Column(name, ColumnType.INTEGER);
  }

  static Column real(String name) {
    return new Column(name, ColumnType.REAL);
  }
}

package io.layerbench.base;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that was read.
 *
 * @param source what to call it in an error
 * @param comments the lines that start with #, without it
 * @param rows without the header
 */
public record CsvTable(String source, List<String> comments, List<Row> rows) {

  public CsvTable {
    comments = List.copyOf(comments);
    rows = List.copyOf(rows);
  }

  /**
   * What each row stands for.
   *
   * @throws InvalidInputException naming the line of a row whose values do not fit together
   */
  public <T> List<T> map(Function<Row, T> mapper) {
    return rows.stream().map(row -> row.as(mapper)).toList();
  }

  /**
   * A line of a CSV file, with access by column and errors that name the line.
   *
   * @param source what to call the file in an error
   * @param line from 1
   * @param header the columns
   * @param cells as many as the header has
   */
  public record Row(String source, long line, List<String> header, List<String> cells) {

    public Row {
      header = List.copyOf(header);
      cells = List.copyOf(cells);
    }

    /** The text of a column; refused when empty. */
    public String text(String column) {
      String cell = cell(column);
      if (cell.isEmpty()) {
        throw error("has no " + column);
      }
      return cell;
    }

    /** The text of a column; null when empty. */
    public @Nullable String textOrNull(String column) {
      String cell = cell(column);
      return cell.isEmpty() ? null : cell;
    }

    /** The finite number of a column; refused when empty. */
    public double number(String column) {
      String cell = text(column);
      double value = Csv.isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
      if (!Double.isFinite(value)) {
        throw error("has a " + column + " that is not a number (" + shortened(cell) + ")");
      }
      return value;
    }

    /** The finite number of a column; null when empty. */
    public @Nullable Double numberOrNull(String column) {
      return cell(column).isEmpty() ? null : (Double) number(column);
    }

    /** The whole number of a column, at least some value; refused when empty. */
    public long whole(String column, long least) {
      String cell = text(column);
      if (!cell.matches("\\d{1,18}") || Long.parseLong(cell) < least) {
        throw error(
            "has a %s that is not a whole number of at least %d (%s)"
                .formatted(column, least, shortened(cell)));
      }
      return Long.parseLong(cell);
    }

    /** The same as an {@code int}; refused beyond it. */
    public int count(String column, int least) {
      long value = whole(column, least);
      if (value > Integer.MAX_VALUE) {
        throw error("has a " + column + " that is too large (" + value + ")");
      }
      return (int) value;
    }

    /**
     * What the row stands for.
     *
     * @throws InvalidInputException naming the line, where its values do not fit together
     */
    public <T> T as(Function<Row, T> mapper) {
      try {
        return mapper.apply(this);
      } catch (IllegalArgumentException e) {
        throw error("has values that do not fit together (" + e.getMessage() + ")");
      }
    }

    /** The precision of a column, in any case. */
    public Precision precision(String column) {
      String cell = text(column);
      try {
        return Precision.parse(cell);
      } catch (UsageException e) {
        throw error("has an unknown " + column + " (" + shortened(cell) + ")");
      }
    }

    /** An error at this line. */
    public InvalidInputException error(String what) {
      return new InvalidInputException(
          "The CSV in %s, line %d, %s.".formatted(source, line, what),
          "the columns are " + String.join(",", header) + ".");
    }

    Row checked() {
      if (cells.size() != header.size()) {
        throw error("has (%d) cells instead of (%d)".formatted(cells.size(), header.size()));
      }
      return this;
    }

    void requireHeader() {
      if (!cells.equals(header)) {
        throw error("has another header (" + shortened(String.join(",", cells)) + ")");
      }
    }

    private String cell(String column) {
      int index = header.indexOf(column);
      if (index < 0) {
        throw new IllegalStateException("There is no column (" + column + ")");
      }
      return cells.get(index);
    }

    private static String shortened(String text) {
      return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
  }
}

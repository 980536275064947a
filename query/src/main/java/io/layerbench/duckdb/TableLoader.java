package io.layerbench.duckdb;

import io.layerbench.query.Column;
import io.layerbench.query.RunTable;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Makes a table in the database and fills it. */
final class TableLoader {

  private TableLoader() {}

  static void load(DuckDBConnection database, RunTable table) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          table.columns().stream()
              .map(column -> DuckDb.quoted(column.name(), '"') + " " + type(column))
              .collect(
                  Collectors.joining(
                      ", ", "CREATE TABLE " + DuckDb.quoted(table.name(), '"') + " (", ")")));
    }
    try (DuckDBAppender appender =
        database.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table.name())) {
      table.rows(row -> append(appender, row));
    } catch (UnexpectedSqlException e) {
      throw e.cause();
    }
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case TEXT -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case REAL -> "DOUBLE";
    };
  }

  private static void append(DuckDBAppender appender, List<? extends @Nullable Object> row) {
    try {
      appender.beginRow();
      for (Object value : row) {
        append(appender, value);
      }
      appender.endRow();
    } catch (SQLException e) {
      throw new UnexpectedSqlException(e);
    }
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Long whole) {
      appender.append(whole.longValue());
    } else if (value instanceof Double real) {
      appender.append(real.doubleValue());
    } else {
      appender.append(value.toString());
    }
  }

  /** Carries an error through a callback that declares none. */
  private static final class UnexpectedSqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SQLException cause;

    UnexpectedSqlException(SQLException cause) {
      super(cause);
      this.cause = cause;
    }

    SQLException cause() {
      return cause;
    }
  }
}

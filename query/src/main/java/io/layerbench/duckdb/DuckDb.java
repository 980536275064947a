package io.layerbench.duckdb;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.UsageException;
import io.layerbench.query.Answer;
import io.layerbench.query.QueryEngine;
import io.layerbench.query.RunTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB in memory. Once the tables are loaded it is shut off from files, extensions and its own
 * settings: a query that someone found somewhere can neither read the user's files nor overwrite a
 * run.
 */
public final class DuckDb implements QueryEngine {

  /** For {@code ServiceLoader}. */
  public DuckDb() {}

  @Override
  public Answer ask(List<RunTable> tables, String sql) {
    try (DuckDBConnection database = open(tables, null);
        Statement statement = database.createStatement()) {
      if (!statement.execute(sql)) {
        throw new UsageException("The statement asks for nothing.", "start it with SELECT.");
      }
      try (ResultSet found = statement.getResultSet()) {
        return answer(found);
      }
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  @Override
  public void writeParquet(List<RunTable> tables, String sql, Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    AtomicFiles.writeBy(absolute, temporary -> copy(tables, sql, temporary));
  }

  private static void copy(List<RunTable> tables, String sql, Path file) {
    try (DuckDBConnection database = open(tables, file);
        Statement statement = database.createStatement()) {
      statement.execute(
          "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
              .formatted(single(sql), quoted(file.toString(), '\'')));
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Without the semicolon at its end. */
  private static String single(String sql) {
    return sql.strip().replaceAll(";+$", "");
  }

  private static DuckDBConnection open(List<RunTable> tables, @Nullable Path permitted)
      throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    DuckDBConnection database =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
    try {
      for (RunTable table : tables) {
        TableLoader.load(database, table);
      }
      try (Statement statement = database.createStatement()) {
        if (permitted != null) {
          statement.execute(
              "SET allowed_paths = [%s]".formatted(quoted(permitted.toString(), '\'')));
        }
        statement.execute("SET enable_external_access = false");
        statement.execute("SET lock_configuration = true");
      }
      return database;
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** As a name with double quotes, or as a text with single ones. */
  static String quoted(String text, char quote) {
    String one = String.valueOf(quote);
    return one + text.replace(one, one + one) + one;
  }

  private static Answer answer(ResultSet found) throws SQLException {
    ResultSetMetaData about = found.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(about.getColumnLabel(i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (found.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(plain(found.getObject(i)));
      }
      rows.add(row);
    }
    return new Answer(columns, rows);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    boolean number = value instanceof Number one && Double.isFinite(one.doubleValue());
    return number ? value : value.toString();
  }

  private static UsageException refused(SQLException e) {
    // Behind an empty line it repeats the statement.
    String words =
        String.valueOf(e.getMessage()).split("\\R\\R", 2)[0].replaceAll("\\s*\\R\\s*", " ");
    return new UsageException(
        "The query is not valid: " + words,
        "query without a statement lists the tables and their columns.",
        e);
  }
}

package io.layerbench.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Parquet back. */
final class ParquetFile {

  private ParquetFile() {}

  static List<List<@Nullable Object>> rows(Path file) throws SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement statement = database.prepareStatement("SELECT * FROM read_parquet(?)")) {
      statement.setString(1, file.toString());
      List<List<@Nullable Object>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            row.add(found.getObject(i));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }
}

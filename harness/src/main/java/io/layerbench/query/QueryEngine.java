package io.layerbench.query;

import io.layerbench.base.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A database that answers questions about {@link RunTable}s. An implementation is found by {@code
 * ServiceLoader}. It lets a query neither read nor write files, nor fetch anything.
 */
public interface QueryEngine {

  /**
   * Runs one statement.
   *
   * @throws UsageException where the statement is not valid, in the database's words
   */
  Answer ask(List<RunTable> tables, String sql);

  /**
   * Writes what a SELECT finds as Parquet.
   *
   * @param file is replaced
   * @throws UsageException where the statement is not valid, in the database's words
   * @throws IOException where the file cannot be written
   */
  void writeParquet(List<RunTable> tables, String sql, Path file) throws IOException;
}

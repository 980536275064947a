package io.layerbench.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query found.
 *
 * @param columns their names, as the query has them
 * @param rows each as long as the columns; a value is a {@code Number}, a {@code Boolean}, a {@code
 *     String}, or null
 */
public record Answer(List<String> columns, List<List<@Nullable Object>> rows) {

  public Answer {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }
}

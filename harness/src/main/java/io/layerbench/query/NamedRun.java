package io.layerbench.query;

import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run and what tables call it.
 *
 * @param name {@code device/model/time}
 */
public record NamedRun(String name, RunFolder folder, RunRecord record) {

  /** A run by its folder's place, with its record as it was read. */
  public static NamedRun of(RunFolder folder, RunRecord record) {
    Path path = folder.path().toAbsolutePath().normalize();
    int parts = path.getNameCount();
    String name = path.subpath(Math.max(0, parts - 3), parts).toString().replace('\\', '/');
    return new NamedRun(name, folder, record);
  }

  /** A row that starts with the run's name. */
  List<@Nullable Object> row(@Nullable Object... values) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(name);
    row.addAll(Arrays.asList(values));
    return row;
  }
}

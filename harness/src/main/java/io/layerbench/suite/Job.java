package io.layerbench.suite;

import io.layerbench.dataset.Dataset;
import io.layerbench.run.RunOptions;
import io.layerbench.worker.DataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to do, with its files on this machine.
 *
 * @param files where the inputs lie
 * @param options what the user asked for, as run.json keeps it
 */
public record Job(JobFiles files, RunOptions options) {

  /** The samples for tasks. */
  DataSource source() {
    return new DataSource(
        JobFiles.text(files.data()), JobFiles.text(files.dataRoot()), options.seed());
  }

  /**
   * The dataset, read and checked; null for none.
   *
   * @throws io.layerbench.base.InvalidInputException when it is not valid
   */
  public @Nullable Dataset dataset() {
    Path data = files.data();
    Path root = files.dataRoot();
    if (data == null) {
      return null;
    }
    return root == null ? Dataset.read(data) : Dataset.read(data, root);
  }
}

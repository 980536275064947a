package io.layerbench.suite;

import io.layerbench.dataset.Dataset;
import io.layerbench.run.RunOptions;
import io.layerbench.worker.DataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to do, with its files on this machine.
 *
 * @param model the ONNX file
 * @param data the dataset file; null for none
 * @param dataRoot the folder that the dataset's files lie in; null for the dataset's own
 * @param sensitivity a file to take sensitivities from; null to compute them, or not to have any
 * @param options what the user asked for, as run.json keeps it
 */
public record Job(
    Path model,
    @Nullable Path data,
    @Nullable Path dataRoot,
    @Nullable Path sensitivity,
    RunOptions options) {

  /** The samples for tasks. */
  DataSource source() {
    return new DataSource(text(data), text(dataRoot), options.seed());
  }

  /**
   * The dataset, read and checked; null for none.
   *
   * @throws io.layerbench.base.InvalidInputException when it is not valid
   */
  public @Nullable Dataset dataset() {
    if (data == null) {
      return null;
    }
    return dataRoot == null ? Dataset.read(data) : Dataset.read(data, dataRoot);
  }

  /** An absolute path as text; null stays null. */
  static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().toString();
  }
}

package io.layerbench.suite;

import io.layerbench.run.ResumeFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's inputs lie on this machine.
 *
 * @param model the ONNX file
 * @param data the dataset file; null for none
 * @param dataRoot the folder that the dataset's files lie in; null for the dataset's own
 * @param sensitivity a file to take sensitivities from; null to compute them, or not to have any
 * @param compareModels files that are timed and evaluated as they are, by the name they are shown
 *     with
 */
public record JobFiles(
    Path model,
    @Nullable Path data,
    @Nullable Path dataRoot,
    @Nullable Path sensitivity,
    Map<String, Path> compareModels) {

  public JobFiles {
    compareModels = new LinkedHashMap<>(compareModels);
  }

  /** The files that an unfinished run noted down. */
  public static JobFiles of(ResumeFile file) {
    Map<String, Path> compared = new LinkedHashMap<>();
    file.compareModels().forEach((name, path) -> compared.put(name, Path.of(path)));
    return new JobFiles(
        Path.of(Objects.requireNonNull(file.model())),
        path(file.data()),
        path(file.dataRoot()),
        path(file.sensitivity()),
        compared);
  }

  /** The same with another model and its data. */
  public JobFiles withModel(Path other, @Nullable Path otherData) {
    return new JobFiles(other, otherData, null, sensitivity, compareModels);
  }

  ResumeFile toResumeFile() {
    Map<String, String> compared = new LinkedHashMap<>();
    compareModels.forEach((name, path) -> compared.put(name, path.toAbsolutePath().toString()));
    return new ResumeFile(text(model), text(data), text(dataRoot), text(sensitivity), compared);
  }

  /** An absolute path as text; null stays null. */
  static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().toString();
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null ? null : Path.of(text);
  }
}

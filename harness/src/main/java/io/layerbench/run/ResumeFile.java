package io.layerbench.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's inputs lie on this machine. run.json holds no such paths, since runs are published;
 * this file exists only until the run is finished.
 *
 * @param model the model file; null for the built-in one
 * @param data the dataset file; null for none or the built-in one
 * @param dataRoot the folder that the dataset's files lie in; null for the dataset's own
 * @param sensitivity the sensitivity file; null for none
 * @param compareModels the models that are compared, by name
 */
public record ResumeFile(
    @Nullable String model,
    @Nullable String data,
    @Nullable String dataRoot,
    @Nullable String sensitivity,
    Map<String, String> compareModels) {

  /** Its name in the run's folder. */
  public static final String NAME = ".resume.json";
}

package io.layerbench.suite;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import java.nio.file.Path;
import java.util.Set;

/** Reads sensitivities that someone else computed. */
public final class SensitivityImport {

  private SensitivityImport() {}

  /**
   * The table in a file: JSON where its name ends so, else CSV.
   *
   * @param modelSha256 the model that it must be for
   * @param layers the names of that model's layers
   * @throws InvalidInputException when the file is not valid, is for another model, or names a
   *     layer that the model does not have
   */
  public static SensitivityTable read(Path file, String modelSha256, Set<String> layers) {
    SensitivityTable table = read(file);
    if (!table.modelSha256().equals(modelSha256)) {
      throw new InvalidInputException(
          "The sensitivities in %s are of another model (%s) than this one (%s)."
              .formatted(file.getFileName(), table.modelSha256(), modelSha256),
          "compute them for this model by leaving --sensitivity out.");
    }
    for (SensitivityRow row : table.layerRows()) {
      if (!layers.contains(row.unit())) {
        throw new InvalidInputException(
            "The sensitivities in %s name a layer that the model does not have (%s)."
                .formatted(file.getFileName(), row.unit()),
            "`layers --model` lists the layers.");
      }
    }
    return table;
  }

  private static SensitivityTable read(Path file) {
    return file.toString().endsWith(".json")
        ? Json.read(file, SensitivityTable.class)
        : SensitivityCsv.read(file);
  }
}

package io.layerbench.ranking;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import java.io.IOException;
import java.nio.file.Path;

/** plan.json. */
public final class PlanJson {

  private PlanJson() {}

  /** Writes a plan, whole or not at all. */
  public static void write(Path file, Plan plan) throws IOException {
    AtomicFiles.write(file, Json.pretty(plan));
  }

  /**
   * Reads a plan, also one edited by hand.
   *
   * @throws InvalidInputException when it is not valid, or gives a layer a precision that exists as
   *     simulation only
   */
  public static Plan read(Path file) {
    Plan plan = readSimulated(file);
    plan.layers().forEach((layer, precision) -> check(file, layer, precision));
    return plan;
  }

  /**
   * Reads a plan that is to be simulated, which may have precisions that no backend executes.
   *
   * @throws InvalidInputException when it is not valid
   */
  public static Plan readSimulated(Path file) {
    Plan plan = Json.read(file, Plan.class);
    if (!plan.modelSha256().matches("[0-9a-f]{64}")) {
      throw new InvalidInputException(
          "The plan in " + file + " has no SHA-256 of its model (" + plan.modelSha256() + ").",
          "copy model_sha256 from the run that measured the model.");
    }
    return plan;
  }

  private static void check(Path file, String layer, Precision precision) {
    if (!precision.executable()) {
      throw new InvalidInputException(
          "The plan in %s gives layer (%s) the precision (%s), which no backend executes."
              .formatted(file, layer, precision),
          "choose FP32, FP16 or INT8; INT6 and INT4 are simulated for sensitivities only.");
    }
  }
}

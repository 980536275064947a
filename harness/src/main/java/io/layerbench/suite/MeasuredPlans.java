package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.JsonLines;
import io.layerbench.base.Precision;
import io.layerbench.run.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accuracy of plans: a model is built and evaluated once, then remembered by what it gives its
 * layers, in memory and in a journal, so that a run that is taken up again repeats none.
 */
final class MeasuredPlans {

  private final Path file;
  private final JsonLines<Accuracy> journal;
  private final Meter meter;
  private final Map<Map<String, Precision>, Accuracy> known = new HashMap<>();

  /**
   * A plan that was measured: a line of accuracy.jsonl.
   *
   * @param layers what is not in FP32: the precisions of layers and glue; empty for FP32 itself
   * @param labelled how many items had a label
   * @param correct how many of them the model hits
   */
  record Accuracy(Map<String, Precision> layers, int labelled, int correct) {

    Accuracy {
      layers = new LinkedHashMap<>(layers);
      if (correct < 0 || correct > labelled) {
        throw new IllegalArgumentException(
            "correct (" + correct + ") of labelled (" + labelled + ")");
      }
    }
  }

  /** Builds a model and evaluates it. */
  @FunctionalInterface
  interface Meter {

    /**
     * What a model hits.
     *
     * @param layers what is not in FP32
     */
    Accuracy measure(Map<String, Precision> layers);
  }

  /**
   * With what the journal holds.
   *
   * @throws EnvironmentException when it cannot be read
   */
  MeasuredPlans(Path file, Meter meter) {
    this.file = file;
    this.journal = new JsonLines<>(file, Accuracy.class);
    this.meter = meter;
    try {
      journal.dropTornLine();
      journal.read().forEach(one -> known.put(one.layers(), one));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Of a backend of a run; models are built for single items, as sensitivities are. */
  static MeasuredPlans of(RunStart start, Backend backend, Ranges.Calibrated ranges) {
    Path file = start.folder().file(fileName(start.job().options(), backend.name()));
    return new MeasuredPlans(file, new PlanMeter(start, backend, ranges));
  }

  private static String fileName(RunOptions options, String backend) {
    return BackendFiles.of(options).name("accuracy", backend, ".jsonl");
  }

  /**
   * FP32's own accuracy.
   *
   * @throws InvalidInputException when no item has a label
   */
  Accuracy fp32() {
    Accuracy fp32 = measure(Map.of());
    if (fp32.labelled() == 0) {
      throw new InvalidInputException(
          "No item that is evaluated has a label, and a limit on the accuracy drop (--max-drop) needs some.",
          "name labels in dataset.json, or choose a policy that needs no measured accuracy.");
    }
    return fp32;
  }

  /** A plan's accuracy: measured now, or remembered. */
  Accuracy measure(Map<String, Precision> plan) {
    Map<String, Precision> lowered = Method.lowered(plan);
    Accuracy before = known.get(lowered);
    if (before != null) {
      return before;
    }
    Accuracy accuracy = meter.measure(lowered);
    try {
      journal.append(accuracy);
    } catch (IOException e) {
      throw unusable(e);
    }
    known.put(lowered, accuracy);
    return accuracy;
  }

  /** FP32's accuracy less a plan's, points of percent. */
  double dropPoints(Accuracy plan) {
    Accuracy fp32 = fp32();
    return 100.0 * (fp32.correct() - plan.correct()) / fp32.labelled();
  }

  private EnvironmentException unusable(IOException e) {
    return new EnvironmentException(
        "The file " + file + " cannot be used (" + IoReason.of(e) + ").",
        "check the disk, then run --resume with this folder.",
        e);
  }
}

package io.layerbench.suite;

import io.layerbench.base.Json;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.worker.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the ranges of the tensors, once, on the CPU: they do not depend on the backend that uses
 * them.
 */
final class Calibration {

  private final RunStart start;
  private final Console console;

  Calibration(RunStart start, Console console) {
    this.start = start;
    this.console = console;
  }

  /** The ranges by backend. */
  Ranges run() {
    Path file = start.folder().file("calibration.json");
    CalibrationTables tables =
        Files.exists(file) ? Json.read(file, CalibrationTables.class) : calibrate();
    start.folder().write("calibration.json", Json.pretty(tables));
    return new Ranges(tables, start.record().schemes(), start.workspace());
  }

  private CalibrationTables calibrate() {
    List<String> tensors =
        List.copyOf(
            ModelQuantizer.rangesNeeded(start.workspace().prepared(), start.workspace().layers()));
    Tasks.Calibrate task =
        new Tasks.Calibrate(
            start.workspace().preparedFile().toString(),
            start.record().modelSha256(),
            "cpu",
            start.job().options().threads(),
            start.job().source(),
            start.job().options().samples(),
            tensors);
    try (ProgressLine progress = new ProgressLine(console, "Calibrating")) {
      return start.worker().calibrate(task, progress);
    }
  }
}

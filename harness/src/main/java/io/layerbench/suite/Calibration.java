package io.layerbench.suite;

import io.layerbench.base.Json;
import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.worker.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    CalibrationTable table =
        Files.exists(file) ? Json.read(file, CalibrationTable.class) : calibrate();
    start.folder().write("calibration.json", Json.pretty(table));
    Map<String, CalibrationTable> tables = new LinkedHashMap<>();
    for (String name : start.job().options().backends()) {
      tables.put(name, table);
    }
    return new Ranges(tables);
  }

  private CalibrationTable calibrate() {
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

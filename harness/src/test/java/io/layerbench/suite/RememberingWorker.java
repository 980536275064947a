package io.layerbench.suite;

import io.layerbench.device.MachineNoise;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker in this process that measures once and then remembers: so many runs of one model are
 * quick, and say the same.
 */
final class RememberingWorker implements ModelWorker {

  private final ModelWorker worker = new InProcessWorker();
  private final Map<Long, List<Tasks.Placed>> placed = new HashMap<>();
  private final Map<List<Object>, List<PartialSensitivity>> sensitivities = new HashMap<>();
  private @Nullable CalibrationTables tables;

  @Override
  public String runtimeVersion(Tasks.RuntimeVersion task) {
    return worker.runtimeVersion(task);
  }

  @Override
  public Tasks.Prepared prepare(Tasks.Prepare task) {
    return worker.prepare(task);
  }

  @Override
  public List<Tasks.CapturedTensor> capture(Tasks.Capture task) {
    return worker.capture(task);
  }

  @Override
  public List<Tasks.CapturedTensor> expect(Tasks.Expect task) {
    return worker.expect(task);
  }

  @Override
  public CalibrationTables calibrate(Tasks.Calibrate task, Progress progress) {
    CalibrationTables made = tables == null ? worker.calibrate(task, progress) : tables;
    tables = made;
    return made;
  }

  @Override
  public List<PartialSensitivity> sensitivity(Tasks.Sensitivity task, Progress progress) {
    return sensitivities.computeIfAbsent(
        List.of(task.cases(), task.modelOutput()), key -> worker.sensitivity(task, progress));
  }

  @Override
  public List<Tasks.Evaluated> evaluate(Tasks.Evaluate task, Progress progress) {
    return worker.evaluate(task, progress);
  }

  @Override
  public List<Tasks.Placed> inPlace(Tasks.InPlace task, Progress progress) {
    return placed.computeIfAbsent(task.seed(), seed -> worker.inPlace(task, progress));
  }

  @Override
  public MachineNoise noise(Tasks.Noise task, Progress progress) {
    return worker.noise(task, progress);
  }
}

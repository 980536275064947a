package io.layerbench.worker;

import io.layerbench.backend.Backends;
import io.layerbench.backend.ForkSettings;
import io.layerbench.device.MachineNoise;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.sensitivity.PartialSensitivity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A worker per backend: what runs on a backend runs in a child that was started for it, with its
 * libraries and variables, and all else in the CPU's. Each is started at its first task.
 */
public final class BackendWorkers implements ModelWorker, AutoCloseable {

  private static final String CPU = "cpu";

  private final Path folder;
  private final Map<String, WorkerClient> workers = new LinkedHashMap<>();

  /**
   * @param folder for the workers' logs and what backends unpack for them; its maker deletes it
   */
  public BackendWorkers(Path folder) {
    this.folder = folder;
  }

  /** Backends that ask for nothing of their own share the CPU's. */
  private synchronized WorkerClient of(String backend) {
    WorkerClient known = workers.get(backend);
    if (known != null) {
      return known;
    }
    ForkSettings settings = settings(backend);
    WorkerClient worker =
        !backend.equals(CPU) && settings.equals(settings(CPU))
            ? of(CPU)
            : new WorkerClient(
                ChildCommand.worker(settings),
                settings.environment(),
                folder.resolve("worker-" + backend + ".log"));
    workers.put(backend, worker);
    return worker;
  }

  private ForkSettings settings(String backend) {
    return Backends.named(backend).forkSettings(folder.resolve("natives"));
  }

  @Override
  public String runtimeVersion(Tasks.RuntimeVersion task) {
    return of(task.backend()).runtimeVersion(task);
  }

  @Override
  public Tasks.Prepared prepare(Tasks.Prepare task) {
    return of(CPU).prepare(task);
  }

  @Override
  public List<Tasks.CapturedTensor> capture(Tasks.Capture task) {
    return of(CPU).capture(task);
  }

  @Override
  public List<Tasks.CapturedTensor> expect(Tasks.Expect task) {
    return of(CPU).expect(task);
  }

  @Override
  public CalibrationTables calibrate(Tasks.Calibrate task, Progress progress) {
    return of(task.backend()).calibrate(task, progress);
  }

  @Override
  public List<PartialSensitivity> sensitivity(Tasks.Sensitivity task, Progress progress) {
    return of(task.backend()).sensitivity(task, progress);
  }

  /** All candidates of a task are of one backend, which is the reference's. */
  @Override
  public List<Tasks.Evaluated> evaluate(Tasks.Evaluate task, Progress progress) {
    return of(task.reference().backend()).evaluate(task, progress);
  }

  /** All models of a task are of one backend. */
  @Override
  public MachineNoise noise(Tasks.Noise task, Progress progress) {
    return of("cpu").noise(task, progress);
  }

  @Override
  public List<Tasks.Placed> inPlace(Tasks.InPlace task, Progress progress) {
    return of(task.models().get(0).backend()).inPlace(task, progress);
  }

  @Override
  public synchronized void close() {
    workers.values().forEach(WorkerClient::close);
  }
}

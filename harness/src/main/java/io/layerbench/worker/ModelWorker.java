package io.layerbench.worker;

import io.layerbench.device.MachineNoise;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.sensitivity.PartialSensitivity;
import java.util.List;

/**
 * Runs models for everything but timing. The main process holds a {@link WorkerClient}, whose child
 * process holds an {@link InProcessWorker}: a model that crashes the runtime then costs a task, not
 * the run.
 */
public interface ModelWorker {

  /** The version of a backend's runtime, as it reports itself. */
  String runtimeVersion(Tasks.RuntimeVersion task);

  /**
   * Fixes the shapes, learns every tensor's type, folds constants and batch norms, and writes the
   * prepared model.
   */
  Tasks.Prepared prepare(Tasks.Prepare task);

  /** Runs one sample and writes the tensors asked for. */
  List<Tasks.CapturedTensor> capture(Tasks.Capture task);

  /**
   * Runs a case's model once as it is written, on the CPU and without any optimization, and writes
   * its outputs: operators between quantize and dequantize then compute in float, which is the
   * simulation of their precision.
   */
  List<Tasks.CapturedTensor> expect(Tasks.Expect task);

  /**
   * Runs the calibration samples and returns the ranges by every method of the tensors asked for.
   */
  CalibrationTables calibrate(Tasks.Calibrate task, Progress progress);

  /** Runs some cases of a sweep on a shard of the samples; the results are in the cases' order. */
  List<PartialSensitivity> sensitivity(Tasks.Sensitivity task, Progress progress);

  /** Measures accuracy and the distance from FP32 of several models, sample by sample. */
  List<Tasks.Evaluated> evaluate(Tasks.Evaluate task, Progress progress);

  /** Profiles whole models, by turns; the results are in the models' order. */
  List<Tasks.Placed> inPlace(Tasks.InPlace task, Progress progress);

  /** Tries how well this machine can be measured on; nothing else may run meanwhile. */
  MachineNoise noise(Tasks.Noise task, Progress progress);
}

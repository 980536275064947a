package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Builds a plan's model and has the worker evaluate it on the items that the evaluation takes. */
final class PlanMeter implements MeasuredPlans.Meter {

  private final RunStart start;
  private final Backend backend;
  private final ModelQuantizer quantizer;

  PlanMeter(RunStart start, Backend backend, Ranges.Calibrated ranges) {
    this.start = start;
    this.backend = backend;
    this.quantizer =
        start
            .workspace()
            .sampleQuantizer(backend, ranges, LayerSplitter.split(start.workspace().prepared()));
  }

  @Override
  public MeasuredPlans.Accuracy measure(Map<String, Precision> layers) {
    if (layers.isEmpty()) {
      return evaluate(layers, start.workspace().preparedFile());
    }
    String name = "work/plan-" + backend.name() + ".onnx";
    start.folder().write(name, quantizer.build(layers).toBytes());
    return evaluate(layers, start.folder().file(name));
  }

  private MeasuredPlans.Accuracy evaluate(Map<String, Precision> layers, Path file) {
    Tasks.Candidate candidate =
        new Tasks.Candidate("candidate", backend.name(), file.toAbsolutePath().toString());
    Tasks.Evaluate task =
        new Tasks.Evaluate(
            candidate,
            List.of(candidate),
            start.job().options().threads(),
            start.job().source(),
            start.job().options().evaluate(),
            start.job().options().samples());
    Tasks.Evaluated evaluated = start.worker().evaluate(task, Progress.NONE).get(0);
    if (evaluated.failure() != null) {
      throw new InvalidInputException(
          "A model could not be evaluated (" + evaluated.failure() + ").",
          "choose a policy that needs no measured accuracy, without --max-drop, or another backend.");
    }
    return new MeasuredPlans.Accuracy(layers, evaluated.labelled(), evaluated.correct());
  }
}

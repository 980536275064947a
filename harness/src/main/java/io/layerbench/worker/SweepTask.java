package io.layerbench.worker;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.GivenParameters;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.QuantizedModelReader;
import io.layerbench.quantize.SubstituteLayers;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivitySweep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Runs some cases of a sweep on a shard of the samples. */
final class SweepTask {

  private static final int RANDOM_SAMPLES = 100;

  private final Tasks.Sensitivity task;

  SweepTask(Tasks.Sensitivity task) {
    this.task = task;
  }

  List<PartialSensitivity> run(Progress progress) {
    OnnxModel model = ModelReader.read(Path.of(task.prepared()));
    Map<String, TensorType> inputs = ModelInputs.types(model);
    List<Layer> parts = LayerSplitter.split(model);
    Backend backend = Backends.named(task.backend());
    SensitivitySweep.Settings settings =
        new SensitivitySweep.Settings(
            task.cases(),
            task.modelOutput() ? ScoredOutput.of(task.data(), outputs(model)) : null,
            SensitivitySweep.DEFAULT_BUDGET);
    Items items = items(inputs);
    int end = Math.min(task.shard().to(), items.size());
    try (SensitivitySweep sweep =
        new SensitivitySweep(model, parts, simulation(model, parts, backend), backend, settings)) {
      for (int i = task.shard().from(); i < end; i++) {
        sweep.observe(ModelInputs.fit(items.get(i), inputs));
        progress.at(i + 1 - task.shard().from(), end - task.shard().from());
      }
      return sweep.partials();
    }
  }

  private BiFunction<Layer, Treatment, OnnxModel> simulation(
      OnnxModel model, List<Layer> parts, Backend backend) {
    Tasks.Substitute substitute = task.substitute();
    if (substitute != null) {
      OnnxModel other = ModelReader.read(Path.of(substitute.prepared()));
      GivenParameters given = QuantizedModelReader.given(Path.of(substitute.quantized()));
      return new SubstituteLayers(other, LayerSplitter.split(other), given, substitute.layers())
          ::simulate;
    }
    Path arrived = task.quantized() == null ? null : Path.of(task.quantized());
    return new ModelQuantizer(
                model, parts, task.scheme(), task.ranges(), backend.capabilities().fp16())
            .withGiven(QuantizedModelReader.given(arrived))
        ::simulate;
  }

  private Items items(Map<String, TensorType> inputs) {
    Integer limit = task.shard().limit();
    return task.shard().evaluate()
        ? task.data().evaluate(inputs, limit, RANDOM_SAMPLES)
        : task.data().calibrate(inputs, limit == null ? Integer.MAX_VALUE : limit);
  }

  private static List<String> outputs(OnnxModel model) {
    return model.graph().outputs().stream().map(output -> output.getName()).toList();
  }
}

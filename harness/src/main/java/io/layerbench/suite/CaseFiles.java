package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.worker.Tasks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a case's files when its first fork comes, and remembers where they lie. */
final class CaseFiles {

  private final RunStart start;
  private final Ranges ranges;
  private final CaseModels models;
  private final ExpectedOutputs expected;
  private final Map<String, Path> written = new HashMap<>();

  CaseFiles(RunStart start, Ranges ranges) {
    this.start = start;
    this.ranges = ranges;
    this.models =
        new CaseModels(start.folder().work(), start.job().options().threads(), capture(start));
    this.expected = new ExpectedOutputs(start.worker());
  }

  /** One sample's real activations: every input of the model and of every part of it. */
  private static List<Tasks.CapturedTensor> capture(RunStart start) {
    Set<String> tensors = new LinkedHashSet<>(inputs(start));
    start.workspace().layers().forEach(layer -> tensors.addAll(layer.inputs()));
    return start
        .worker()
        .capture(
            new Tasks.Capture(
                start.workspace().timedFile().toString(),
                start.job().source(),
                List.copyOf(tensors),
                start.folder().work().toAbsolutePath().toString()));
  }

  private static List<String> inputs(RunStart start) {
    return start.workspace().timed().graph().inputs().stream().map(i -> i.getName()).toList();
  }

  /** The files of a layer's case. */
  Path layer(BenchmarkCase one) {
    return written.computeIfAbsent(one.id(), id -> expected.addTo(writeLayer(one), one));
  }

  /** The files of a whole model's case. */
  Path model(BenchmarkCase one, BackendMethods methods) {
    return written.computeIfAbsent(one.id(), id -> expected.addTo(writeModel(one, methods), one));
  }

  private Path writeLayer(BenchmarkCase one) {
    Layer layer = start.layer(one.subject());
    OnnxModel model = quantizer(one).layerCase(layer, Precision.parse(one.variant()));
    return models.write(one.id(), one.backend(), model, layer.inputs());
  }

  private Path writeModel(BenchmarkCase one, BackendMethods methods) {
    CompareModels compared = start.compared();
    if (compared.names().contains(one.variant())) {
      return models.write(
          one.id(), one.backend(), compared.model(one.variant()), compared.inputs(one.variant()));
    }
    if (one.variant().equals(CasePlan.DYNAMIC)) {
      OnnxModel dynamic =
          EvaluationStation.dynamic(
              start.workspace().timed(),
              start.workspace().layers(),
              ranges.of(one.backend()).scheme());
      return models.write(one.id(), one.backend(), dynamic, inputs(start));
    }
    OnnxModel model =
        EvaluationStation.build(
            one.variant(), start.workspace().layers(), quantizer(one), methods.of(one.backend()));
    return models.write(one.id(), one.backend(), model, inputs(start));
  }

  private ModelQuantizer quantizer(BenchmarkCase one) {
    Backend backend = Backends.named(one.backend());
    return start.workspace().timedQuantizer(backend, ranges.of(backend.name()));
  }
}

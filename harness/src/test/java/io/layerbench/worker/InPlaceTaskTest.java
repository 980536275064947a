package io.layerbench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.backend.GraphKernel;
import io.layerbench.base.Precision;
import io.layerbench.costs.KernelOwners;
import io.layerbench.costs.ProbePlans;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.GivenParameters;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole models of M5 in the real runtime. */
class InPlaceTaskTest {

  private static final Path M5 = Path.of("src/main/resources/builtin/m5/m5.onnx");
  private static final DataSource RANDOM = new DataSource(null, null, 1);

  @TempDir private Path folder = Path.of("");

  private final InProcessWorker worker = new InProcessWorker();
  private OnnxModel model = ModelReader.read(M5);
  private List<Layer> layers = List.of();
  private Map<String, Map<String, Precision>> plans = Map.of();
  private ModelQuantizer quantizer = ModelQuantizer.asGiven(model, List.of(), GivenParameters.NONE);

  @BeforeEach
  void prepare() {
    Path prepared = folder.resolve("prepared.onnx");
    worker.prepare(
        new Tasks.Prepare(
            M5.toAbsolutePath().toString(), Map.of(), 1, RANDOM, prepared.toString()));
    model = ModelReader.read(prepared);
    layers = LayerSplitter.split(model);
    quantizer =
        new ModelQuantizer(
            model,
            layers,
            Scheme.baseline(ActivationType.UINT8),
            worker
                .calibrate(
                    new Tasks.Calibrate(
                        prepared.toString(),
                        model.sha256(),
                        "cpu",
                        1,
                        RANDOM,
                        2,
                        List.copyOf(ModelQuantizer.rangesNeeded(model, layers))),
                    Progress.NONE)
                .by(CalibrationMethod.MINMAX),
            Fp16.STORAGE);
    plans = ProbePlans.of(layers.stream().filter(Layer::isRanked).map(Layer::name).toList());
  }

  private List<Tasks.Placed> run() throws IOException {
    List<Tasks.Candidate> models = new ArrayList<>();
    for (Map.Entry<String, Map<String, Precision>> plan : plans.entrySet()) {
      Path file = folder.resolve(plan.getKey() + ".onnx");
      Files.write(file, quantizer.build(plan.getValue()).toBytes());
      models.add(new Tasks.Candidate(plan.getKey(), "cpu", file.toString()));
    }
    models.add(
        new Tasks.Candidate(
            "broken", "cpu", Files.writeString(folder.resolve("b"), "no").toString()));
    return worker.inPlace(
        new Tasks.InPlace(models, 1, RANDOM, 4, 1, folder.toString()), Progress.NONE);
  }

  @Test
  void everyKernelBelongsToALayerOrATensorAndRunsInItsPrecision() throws IOException {
    KernelOwners owners = new KernelOwners(model, layers);
    List<Tasks.Placed> placed = run();
    assertThat(placed).hasSize(plans.size() + 1);
    for (Tasks.Placed one : placed.subList(0, plans.size())) {
      assertThat(one.failure()).isNull();
      assertThat(one.wholeNanos()).hasSize(4).allMatch(nanos -> nanos > 0);
      assertThat(one.profiledNanos()).hasSize(2);
      assertThat(one.turns()).hasSize(1);
      assertThat(one.turns().get(0))
          .isEqualTo(one.kernels().stream().map(GraphKernel::micros).toList());
      KernelOwners.Shares shares = owners.of(one.kernels());
      assertThat(shares.unknown()).isEmpty();
      Map<String, Precision> plan = Objects.requireNonNull(plans.get(one.name()));
      plan.forEach(
          (layer, precision) -> {
            String kernels = Objects.requireNonNull(shares.parts().get(layer), layer).signature();
            boolean integers = kernels.contains("QLinearConv") || kernels.contains("QGemm");
            assertThat(integers)
                .as("%s in %s: %s", layer, one.name(), kernels)
                .isEqualTo(precision == Precision.INT8);
          });
    }
    assertThat(placed.get(plans.size()).failure()).isNotNull();
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().contains("in-place"));
    }
  }
}

package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.TestAssets;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestModels;
import io.layerbench.quantize.Operands;
import io.layerbench.quantize.Treatment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep's numbers are those of models that are simulated one by one, part by part. */
class SensitivitySweepTest {

  private static final List<Treatment> TREATMENTS =
      List.of(
          Treatment.of(Precision.INT8),
          Treatment.of(Precision.FP16),
          new Treatment(Precision.INT4, Operands.WEIGHTS),
          new Treatment(Precision.INT6, Operands.ACTIVATIONS));

  private final Path folder;

  SensitivitySweepTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static List<OnnxModel> models() {
    return TestModels.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void equalsOneByOne(OnnxModel model) throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), model.toBytes());
    holds(
        SweepFixture.of(file, folder, 3, TestModels.shapes(model)),
        SensitivitySweep.DEFAULT_BUDGET);
  }

  @ParameterizedTest
  @MethodSource("models")
  void equalsOneByOneWithHardlyAnyMemory(OnnxModel model) throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), model.toBytes());
    holds(SweepFixture.of(file, folder, 2, TestModels.shapes(model)), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10/resnet8.onnx", "squeezenet/squeezenet1_1.onnx"})
  void equalsOneByOneOnRealModels(String asset) throws Exception {
    SweepFixture fixture = SweepFixture.of(TestAssets.require(asset), folder, 2);
    List<SweepCase> cases =
        fixture.cases(EnumSet.of(Mode.ONLY, Mode.FIRST), TREATMENTS.subList(0, 1));
    compare(fixture, cases, SensitivitySweep.DEFAULT_BUDGET);
  }

  private static void holds(SweepFixture fixture, long budget) {
    List<SweepCase> cases = fixture.cases(EnumSet.allOf(Mode.class), TREATMENTS);
    if (!cases.isEmpty()) {
      compare(fixture, cases, budget);
    }
  }

  private static void compare(SweepFixture fixture, List<SweepCase> cases, long budget) {
    List<PartialSensitivity> partials = fixture.sweep(cases, budget);
    for (int i = 0; i < cases.size(); i++) {
      PartialSensitivity one = partials.get(i);
      double[] expected = fixture.oneByOne(cases.get(i));
      assertThat(one.caseId()).isEqualTo(cases.get(i).id());
      close(one.own(), expected[0], one.caseId());
      close(Objects.requireNonNull(one.model()), expected[1], one.caseId());
    }
  }

  private static void close(Distance distance, double norms, String id) {
    // Summing in another order moves the last digits, a rounding threshold may then be crossed.
    double signal = Math.sqrt(distance.squaredSignal());
    assertThat(distance.norms()).as(id).isCloseTo(norms, within(0.02 * norms + 1e-4 * signal));
  }

  @Test
  void anOutputThatIsNotFiniteNamesLayerAndSample() throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), TestModels.mlp().toBytes());
    SweepFixture fixture = SweepFixture.of(file, folder, 1);
    List<SweepCase> cases = fixture.cases(EnumSet.of(Mode.ONLY), TREATMENTS.subList(1, 2));

    assertThatThrownBy(() -> fixture.sweep(cases, fixture.withNaN()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not finite on sample")
        .hasMessageContaining(cases.get(0).observed());
  }

  @Test
  void shardsAddUp() throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), TestModels.mlp().toBytes());
    SweepFixture fixture = SweepFixture.of(file, folder, 5);
    List<SweepCase> cases = fixture.cases(EnumSet.of(Mode.ONLY), TREATMENTS);

    List<PartialSensitivity> whole = fixture.sweep(cases, fixture.items());
    List<PartialSensitivity> first = fixture.sweep(cases, fixture.items().subList(0, 2));
    List<PartialSensitivity> second = fixture.sweep(cases, fixture.items().subList(2, 5));

    for (int i = 0; i < cases.size(); i++) {
      PartialSensitivity sum = second.get(i).merge(first.get(i));
      assertThat(sum.own().samples()).isEqualTo(5);
      assertThat(sum.own().norms())
          .isCloseTo(whole.get(i).own().norms(), within(1e-6 * whole.get(i).own().norms()));
      assertThat(sum.own().peak()).isEqualTo(whole.get(i).own().peak());
    }
    assertThatThrownBy(() -> whole.get(0).merge(whole.get(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

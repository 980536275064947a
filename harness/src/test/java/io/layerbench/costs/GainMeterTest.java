package io.layerbench.costs;

import static io.layerbench.costs.Costs.kernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.backend.GraphKernel;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two layers of a small model: 200 and 100 us in float, 50 and 120 us in INT8. */
class GainMeterTest {

  private static final OnnxModel MODEL = TestModels.mlp();
  private static final List<String> LAYERS = List.of("dense1", "dense2");
  private static final Map<String, Precision> FLOAT =
      Map.of("dense1", Precision.FP32, "dense2", Precision.FP32);
  private static final Map<String, Precision> INT8 =
      Map.of("dense1", Precision.INT8, "dense2", Precision.INT8);

  private final GainMeter meter =
      new GainMeter(new KernelOwners(MODEL, LayerSplitter.split(MODEL)));

  private static final List<GraphKernel> KERNELS =
      List.of(kernel("dense1", "Gemm", "x", "a", 1), kernel("dense2", "Gemm", "a", "y", 1));

  /** Turn by turn the two layers' times, each turn as much slower as it is told to be. */
  private static InPlaceRecord round(
      int round, String variant, double first, double second, double... slowness) {
    List<List<Double>> turns = new ArrayList<>();
    for (double slow : slowness) {
      turns.add(List.of(slow * first, slow * second));
    }
    long nanos = Math.round(1000 * (first + second));
    return new InPlaceRecord(
        "cpu",
        variant,
        round,
        variant.equals(ProbePlans.FP32) ? FLOAT : INT8,
        List.of(nanos),
        List.of(nanos),
        KERNELS,
        turns,
        null);
  }

  private static List<InPlaceRecord> measured() {
    return List.of(
        round(0, ProbePlans.FP32, 200, 100, 1, 1, 2, 1),
        round(0, ProbePlans.INT8, 50, 120, 1, 3, 1, 1),
        round(1, ProbePlans.FP32, 200, 100, 1, 1.5, 1, 1),
        round(1, ProbePlans.INT8, 50, 120, 1, 1, 4, 1));
  }

  @Test
  void slowTurnsCountLikeOthers() {
    LayerGains gains = meter.gains("cpu", measured(), LAYERS);
    assertThat(gains.rows()).extracting(LayerGain::layer).containsExactly("dense1", "dense2");
    assertThat(gains.rows().get(0).fp32Ms()).isCloseTo(0.200, within(1e-9));
    assertThat(gains.rows().get(0).int8Ms()).isCloseTo(0.050, within(1e-9));
    assertThat(gains.rows().get(0).turnsMs().values())
        .hasSize(8)
        .allMatch(gain -> Math.abs(gain - 0.150) < 1e-9);
    assertThat(gains.rows().get(1).gainMs()).isCloseTo(-0.020, within(1e-9));
    assertThat(gains.rows())
        .extracting(LayerGain::verdict)
        .containsExactly(LayerGain.Verdict.FASTER, LayerGain.Verdict.SLOWER);
    assertThat(gains.pairs()).isEqualTo(new LayerGains.Pairs(1, 1));
  }

  @Test
  void aTurnCountsOnlyWhereBothModelsHadIt() {
    List<InPlaceRecord> records = new ArrayList<>(measured().subList(0, 3));
    records.add(
        new InPlaceRecord(
            "cpu",
            ProbePlans.INT8,
            1,
            INT8,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "it crashed"));
    LayerGains gains = meter.gains("cpu", records, LAYERS);
    assertThat(gains.rows().get(0).turnsMs().size()).isEqualTo(4);
    assertThat(gains.rows().get(0).verdict()).isEqualTo(LayerGain.Verdict.NOT_SHOWN);
    assertThat(gains.pairs()).isEqualTo(new LayerGains.Pairs(0, 1));
  }

  @Test
  void whatIsNotInInt8HasNoGain() {
    assertThat(meter.gains("cpu", measured().subList(0, 1), LAYERS)).isEqualTo(LayerGains.NONE);
    List<InPlaceRecord> partly = new ArrayList<>(measured());
    partly.removeIf(one -> one.variant().equals(ProbePlans.INT8));
    InPlaceRecord int8 = measured().get(1);
    partly.add(
        new InPlaceRecord(
            "cpu",
            ProbePlans.INT8,
            0,
            Map.of("dense1", Precision.INT8, "dense2", Precision.FP32),
            int8.wholeNanos(),
            int8.profiledNanos(),
            int8.kernels(),
            int8.turns(),
            null));
    LayerGains gains = meter.gains("cpu", partly, LAYERS);
    assertThat(gains.rows()).extracting(LayerGain::layer).containsExactly("dense1");
    assertThat(gains.pairs()).isNull();
  }

  @Test
  void theFileIsReadBackAsItWas(@TempDir Path folder) throws IOException {
    LayerGains gains = meter.gains("cpu", measured(), LAYERS);
    Path file = Files.writeString(folder.resolve(LayerGains.FILE), gains.text());
    assertThat(LayerGains.read(file).text()).isEqualTo(gains.text());
    assertThat(gains.text())
        .contains("cpu,dense1,0.200000,0.050000,0.150000,0.150000,0.150000,faster,8,0.150000 ");
    Files.writeString(file, gains.text().replace(" -0.020000", " NaN"));
    assertThatThrownBy(() -> LayerGains.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 4")
        .hasMessageContaining("turn_gains_ms");
  }

  @Test
  void linesOfEarlierProgramsHaveNoTurnsAndNoGains(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("inplace.jsonl");
    for (InPlaceRecord one : measured()) {
      InPlaceRecord.journal(file).append(one);
    }
    assertThat(InPlaceRecord.journal(file).read()).isEqualTo(measured());

    Files.writeString(file, Files.readString(file).replaceAll("\"turns\":\\[\\[.*?]],", ""));
    assertThat(Files.readString(file)).doesNotContain("turns");
    List<InPlaceRecord> older = InPlaceRecord.journal(file).read();
    assertThat(older).hasSize(4).allMatch(one -> one.turns().isEmpty());
    assertThat(meter.gains("cpu", older, LAYERS)).isEqualTo(LayerGains.NONE);
  }

  @Test
  void aTurnHasATimeForEveryKernel() {
    assertThatThrownBy(
            () ->
                new InPlaceRecord(
                    "cpu",
                    "fp32",
                    0,
                    FLOAT,
                    List.of(1L),
                    List.of(1L),
                    KERNELS,
                    List.of(List.of(1.0)),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(2) kernels");
  }
}

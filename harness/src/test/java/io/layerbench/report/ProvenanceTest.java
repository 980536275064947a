package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Precision;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.LayerRule;
import io.layerbench.quantize.Symmetry;
import io.layerbench.ranking.Budgets;
import io.layerbench.ranking.Pins;
import io.layerbench.ranking.ScoreSpec;
import io.layerbench.ranking.ScoreWeights;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.run.RunOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  private static String command(QuantizationOptions quantization) {
    return command("model.onnx", null, quantization, PlanningOptions.defaults(), null);
  }

  private static String command(
      String model,
      @Nullable String data,
      QuantizationOptions quantization,
      PlanningOptions planning,
      @Nullable Long limit) {
    return Provenance.command(
        new RunOptions(
            model,
            data,
            List.of("cpu"),
            List.of(Precision.FP32, Precision.INT8),
            1,
            0,
            1,
            limit,
            1,
            1,
            Map.of(),
            1,
            null,
            null,
            1,
            null,
            null,
            quantization,
            false,
            planning,
            Map.of(),
            true));
  }

  @Test
  void theCommandNamesHowLayersArePlannedWhereThatIsNotAsUsual() {
    assertThat(command(QuantizationOptions.defaults()))
        .doesNotContain("--score")
        .doesNotContain("--policy")
        .doesNotContain("--share");
    PlanningOptions planning =
        new PlanningOptions(
            ScoreSpec.of("paper", 1e-12).withWeights(new ScoreWeights(1, 0.5, 0)),
            "latency",
            0.25,
            new Pins(List.of("/a/*"), List.of("b", "c")),
            new Budgets(4.0, null, 0.5),
            0.25);
    assertThat(command("model.onnx", null, QuantizationOptions.defaults(), planning, null))
        .contains(
            "--score paper --score-weights latency=1.0,memory=0.5 --policy latency --share 0.25"
                + " --keep-float '/a/*' --force-int8 b --force-int8 c"
                + " --max-drop 0.25 --max-latency 4.0 --max-size 0.5");
  }

  @Test
  void theCommandNamesEveryChoiceOfQuantization() {
    LayerRule rule = new LayerRule("head", Precision.FP32, null, null, null, null);
    assertThat(
            command(
                new QuantizationOptions(
                    CalibrationMethod.MOVING_AVERAGE,
                    true,
                    QuantizationOptions.Choice.OFF,
                    Symmetry.ASYMMETRIC,
                    ActivationType.INT8,
                    Symmetry.ASYMMETRIC,
                    true,
                    new QuantizationOptions.LayerOptions("my layers.json", List.of(rule)))))
        .contains(
            " --calibration moving-average --per-channel --reduced-range off --weights asymmetric"
                + " --activations int8 --activation-symmetry asymmetric --attention"
                + " --layer-options 'my layers.json' ");
  }

  @Test
  void whatIsLeftToTheBackendIsNotNamed() {
    assertThat(command(QuantizationOptions.defaults()))
        .contains(" --weights symmetric ")
        .doesNotContain("--activation")
        .doesNotContain("--attention")
        .doesNotContain("--layer-options");
  }

  @Test
  void onlyTheDefaultModelIsNotNamed() {
    QuantizationOptions defaults = QuantizationOptions.defaults();
    assertThat(command("builtin:m5", "builtin:m5", defaults, PlanningOptions.defaults(), null))
        .doesNotContain("builtin");
    assertThat(command("builtin:resnet18", null, defaults, PlanningOptions.defaults(), null))
        .contains(" --model builtin:resnet18 ")
        .doesNotContain("--data");
  }

  @Test
  void theTimeLimitIsPartOfTheCommand() {
    assertThat(
            command(
                "model.onnx",
                null,
                QuantizationOptions.defaults(),
                PlanningOptions.defaults(),
                null))
        .doesNotContain("--time-limit");
    assertThat(
            command(
                "model.onnx",
                null,
                QuantizationOptions.defaults(),
                PlanningOptions.defaults(),
                90L))
        .contains(" --time-limit 90s ");
  }
}

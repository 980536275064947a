package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.TestModels;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.Operands;
import io.layerbench.quantize.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

  private static final OnnxModel MODEL = TestModels.mlp();

  @ParameterizedTest
  @CsvSource({"29.9, BELOW_30_DB", "30.1, BELOW_40_DB", "39.9, BELOW_40_DB"})
  void marksLowPsnr(double psnr, Finding.Rule rule) {
    List<Finding> findings = find(row("a", Mode.ONLY, psnr, 20.0));

    assertThat(findings).extracting(Finding::rule).containsExactly(rule);
    assertThat(findings.get(0).text()).contains("(a)").contains(String.valueOf(psnr));
  }

  @Test
  void saysNothingOfGoodOrEqualOutputs() {
    assertThat(find(row("a", Mode.ONLY, 40.0, 20.0), row("b", Mode.ONLY, null, null))).isEmpty();
  }

  @Test
  void namesTheLayerOfASuddenDrop() {
    List<Finding> findings =
        find(
            row("a", Mode.FIRST, 60.0, 40.0),
            row("b", Mode.FIRST, 60.0, 35.0),
            row("c", Mode.FIRST, 60.0, 25.0),
            row("d", Mode.FIRST, 60.0, 24.0));

    assertThat(findings).extracting(Finding::unit).containsExactly("c");
    assertThat(findings).extracting(Finding::rule).containsExactly(Finding.Rule.SUDDEN_DROP);
  }

  @Test
  void namesTheChannelThatDominates() {
    float[] weights = new float[16 * 32];
    Arrays.fill(weights, 0.01f);
    weights[5] = 1;
    OnnxModel model = withConstant("w1", weights, 16, 32);

    assertThat(model(model, Map.of()))
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Finding.Rule.DOMINATING_CHANNEL);
              assertThat(finding.text()).contains("channel 5 ").contains("100 times");
            });
  }

  @ParameterizedTest
  @CsvSource({
    // seen, kept, 99.99% of the values: to 1 at the lower end, to these at the upper
    "4, 2, 4, SATURATING_ACTIVATION",
    "4, 2.1, 4, ",
    "16, 16, 1, OUTLYING_ACTIVATION",
    "14, 14, 1, ",
    "0, 0, 0, "
  })
  void comparesTheRangesOfALayersInput(
      float seen, float kept, float most, Finding.@Nullable Rule rule) {
    float low = seen == 0 ? 0 : -1;
    Map<CalibrationMethod, Range> ranges =
        Map.of(
            CalibrationMethod.MINMAX, new Range(low, seen),
            CalibrationMethod.ENTROPY, new Range(low, kept),
            CalibrationMethod.PERCENTILE, new Range(low, most));

    List<Finding> findings = ofLayers(model(MODEL, Map.of("x", ranges)));

    assertThat(findings)
        .extracting(Finding::rule)
        .containsExactlyElementsOf(Stream.ofNullable(rule).toList());
    assertThat(findings).extracting(Finding::unit).allMatch("dense1"::equals);
  }

  @Test
  void namesOperatorsThatShouldStayInFloatOnce() {
    assertThat(model(TestModels.attention(), Map.of()))
        .filteredOn(finding -> finding.rule() == Finding.Rule.FLOAT_OPERATOR)
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.text()).contains("Softmax").contains("exponential"));
  }

  @Test
  void saysHowFarTheSumOfOutputNoiseIsOff() {
    SensitivityRow a = noise("a", UnitKind.LAYER, 20);
    SensitivityRow b = noise("b", UnitKind.LAYER, 20);
    assertThat(find(a, b, noise(Unit.MODEL, UnitKind.MODEL, 16.5)))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.text())
                    .contains("0.0200")
                    .contains("0.0224")
                    .contains("factor"));
    assertThat(find(a, b, noise(Unit.MODEL, UnitKind.MODEL, 10)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("--max-drop"));
    assertThat(find(a, b)).isEmpty();
  }

  private static SensitivityRow noise(String unit, UnitKind kind, double sqnr) {
    return new SensitivityRow(
        unit,
        kind,
        Mode.ONLY,
        Precision.INT8,
        Operands.WEIGHTS_AND_ACTIVATIONS,
        10,
        5,
        0.5,
        null,
        new OutputError(3, 4, 0.1, 0.01, sqnr, null, 1, 0.99),
        null);
  }

  private static OnnxModel withConstant(String name, float[] values, long... dims) {
    ModelProto.Builder proto = MODEL.proto().toBuilder();
    for (int i = 0; i < proto.getGraph().getInitializerCount(); i++) {
      if (proto.getGraph().getInitializer(i).getName().equals(name)) {
        proto.getGraphBuilder().setInitializer(i, Tensors.ofFloats(name, values, dims));
      }
    }
    return MODEL.with(proto.build());
  }

  private static List<Finding> model(
      OnnxModel model, Map<String, Map<CalibrationMethod, Range>> ranges) {
    return new ModelFindings(
            model,
            LayerSplitter.split(model),
            new CalibrationTables("ab", 1, false, ranges),
            CalibrationMethod.ENTROPY)
        .all();
  }

  private static List<Finding> find(SensitivityRow... rows) {
    SensitivityTable table = new SensitivityTable("ab", "scheme", Arrays.asList(rows));
    return ofLayers(
        Findings.of(
            table,
            new ModelFindings(
                MODEL,
                List.of(),
                new CalibrationTables("ab", 1, false, Map.of()),
                CalibrationMethod.MINMAX)));
  }

  private static List<Finding> ofLayers(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.rule() != Finding.Rule.FLOAT_OPERATOR)
        .toList();
  }

  private static SensitivityRow row(
      String unit, Mode mode, @Nullable Double psnr, @Nullable Double sqnr) {
    return new SensitivityRow(
        unit,
        UnitKind.LAYER,
        mode,
        Precision.INT8,
        Operands.WEIGHTS_AND_ACTIVATIONS,
        10,
        5,
        0.5,
        new OutputError(3, 4, 0.1, 0.01, sqnr, psnr, 1, 0.99),
        null,
        null);
  }
}

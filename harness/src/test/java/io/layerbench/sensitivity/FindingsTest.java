package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestModels;
import io.layerbench.quantize.Operands;
import java.util.Arrays;
import java.util.List;
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

  private static List<Finding> find(SensitivityRow... rows) {
    SensitivityTable table = new SensitivityTable("ab", "scheme", Arrays.asList(rows));
    return Findings.of(table, MODEL, LayerSplitter.split(MODEL)).stream()
        .filter(finding -> finding.rule() != Finding.Rule.DOMINATING_CHANNEL)
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
        new OutputError(4, 0.1, 0.01, sqnr, psnr, 1, 0.99),
        null,
        null);
  }
}

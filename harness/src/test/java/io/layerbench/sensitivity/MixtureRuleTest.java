package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.quantize.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureRuleTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "int8", "int8+", "int8+int8", "int4+int8", "int8+int5", "int8,int4"})
  void refusesWhatIsNoMixture(String text) {
    assertThatThrownBy(() -> MixtureRule.parse(text)).isInstanceOf(UsageException.class);
  }

  @Test
  void theMostSensitiveGetTheHighestPrecision() {
    List<SensitivityRow> rows = new ArrayList<>();
    rows.add(row("a", Precision.INT4, 0.1, null));
    rows.add(row("b", Precision.INT4, 0.4, null));
    rows.add(row("c", Precision.INT4, 0.2, null));
    rows.add(row("d", Precision.INT4, 0.3, null));
    rows.add(row("a", Precision.INT8, 9, null));

    assertThat(assign(rows, "a", "b", "c", "d", "missing"))
        .containsOnly(
            entry("b", Precision.INT8),
            entry("d", Precision.INT8),
            entry("c", Precision.INT4),
            entry("a", Precision.INT4));
  }

  @Test
  void theModelsOutputCountsWhereItIsKnown() {
    List<SensitivityRow> rows =
        List.of(row("a", Precision.INT4, 0.1, 0.9), row("b", Precision.INT4, 0.4, 0.2));

    assertThat(assign(rows, "a", "b"))
        .containsOnly(entry("a", Precision.INT8), entry("b", Precision.INT4));
  }

  private static Map<String, Precision> assign(List<SensitivityRow> rows, String... layers) {
    return MixtureRule.parse("int8+int4")
        .assign(
            List.of(layers).stream().map(Unit::layer).toList(),
            new SensitivityTable("ab", "scheme", rows));
  }

  private static SensitivityRow row(
      String unit, Precision precision, double own, @Nullable Double model) {
    return new SensitivityRow(
        unit,
        UnitKind.LAYER,
        Mode.ONLY,
        precision,
        Operands.WEIGHTS_AND_ACTIVATIONS,
        10,
        5,
        0.5,
        new OutputError(3, 4, own, own, null, null, 1, 0.99),
        model == null ? null : new OutputError(3, 4, model, model, null, null, 1, 0.99),
        null);
  }
}

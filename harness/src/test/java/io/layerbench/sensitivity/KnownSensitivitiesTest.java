package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.TestAssets;
import io.layerbench.base.Precision;
import io.layerbench.quantize.Treatment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is known of EfficientNet-Lite0, quantized per tensor by min-max: one depthwise layer is far
 * worse than all others. The next two, the first layer and another depthwise one, are as good as
 * equal: on 128 images 16.3 and 16.7 dB.
 */
class KnownSensitivitiesTest {

  private static final int SAMPLES = 8;
  private static final String WORST = "block0.depthwise";

  private final Path folder;

  KnownSensitivitiesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void efficientNetsFirstDepthwiseLayerIsTheWorst() {
    List<SensitivityRow> rows = rows();

    assertThat(rows).hasSizeGreaterThan(40);
    assertThat(worst(rows, row -> Objects.requireNonNull(row.sensitivity()))).startsWith(WORST);
    assertThat(worst(rows, row -> Objects.requireNonNull(row.predictions()).klNats()))
        .startsWith(WORST);
    for (List<String> byError :
        List.of(
            worst(rows, row -> model(row).norm()),
            worst(rows, row -> -Objects.requireNonNull(model(row).sqnrDb())))) {
      assertThat(byError).startsWith(WORST);
      assertThat(byError.subList(1, 3)).containsExactlyInAnyOrder("stem", "block1.depthwise");
    }
    double worst = model(row(rows, WORST)).norm();
    assertThat(worst).isGreaterThan(1.5 * model(row(rows, "stem")).norm());
    assertThat(worst).isGreaterThan(1.5 * model(row(rows, "block1.depthwise")).norm());
  }

  private static OutputError model(SensitivityRow row) {
    return Objects.requireNonNull(row.model());
  }

  private static SensitivityRow row(List<SensitivityRow> rows, String layer) {
    return rows.stream().filter(row -> row.unit().equals(layer)).findFirst().orElseThrow();
  }

  private static List<String> worst(
      List<SensitivityRow> rows, ToDoubleFunction<SensitivityRow> value) {
    return rows.stream()
        .sorted(Comparator.comparingDouble(value).reversed())
        .map(SensitivityRow::unit)
        .toList();
  }

  private List<SensitivityRow> rows() {
    SweepFixture fixture =
        SweepFixture.of(
            TestAssets.require("efficientnet-lite0/efficientnet_lite0.onnx"),
            folder,
            SweepFixture.dataset("efficientnet-lite0"),
            SAMPLES);
    List<SweepCase> cases =
        fixture.cases(EnumSet.of(Mode.ONLY), List.of(Treatment.of(Precision.INT8)));
    List<PartialSensitivity> sums = fixture.sweep(cases, fixture.items());
    List<SensitivityRow> rows = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      rows.add(SensitivityRow.of(cases.get(i), sums.get(i)));
    }
    return rows.stream().filter(SensitivityRow::isLayer).toList();
  }
}

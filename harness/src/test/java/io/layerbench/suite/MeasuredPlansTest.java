package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans are measured once, in one run and in the run that takes it up again. */
class MeasuredPlansTest {

  private final List<Map<String, Precision>> asked = new ArrayList<>();

  private MeasuredPlans.Accuracy meter(Map<String, Precision> layers) {
    asked.add(layers);
    return new MeasuredPlans.Accuracy(layers, 200, 150 - layers.size());
  }

  @Test
  void plansThatBuildTheSameModelAreMeasuredOnce(@TempDir Path folder) {
    MeasuredPlans plans = new MeasuredPlans(folder.resolve("accuracy.jsonl"), this::meter);
    MeasuredPlans.Accuracy first = plans.measure(Map.of("a", Precision.INT8));
    assertThat(plans.measure(Map.of("b", Precision.FP32, "a", Precision.INT8))).isEqualTo(first);
    assertThat(asked).hasSize(1);
    assertThat(plans.dropPoints(first)).isEqualTo(0.5);
    assertThat(plans.dropPoints(plans.measure(Map.of("c", Precision.FP32)))).isZero();
    assertThat(asked).containsExactly(Map.of("a", Precision.INT8), Map.of());
  }

  @Test
  void aRunThatWasKilledRepeatsNothing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("accuracy.jsonl");
    MeasuredPlans before = new MeasuredPlans(file, this::meter);
    before.fp32();
    MeasuredPlans.Accuracy measured = before.measure(Map.of("a", Precision.INT8));
    Files.writeString(file, "{\"layers\":{\"b\":\"in", StandardOpenOption.APPEND);
    asked.clear();
    MeasuredPlans again = new MeasuredPlans(file, this::meter);
    assertThat(again.measure(Map.of("a", Precision.INT8))).isEqualTo(measured);
    assertThat(again.dropPoints(measured)).isEqualTo(0.5);
    assertThat(asked).isEmpty();
    again.measure(Map.of("b", Precision.INT8));
    assertThat(asked).containsExactly(Map.of("b", Precision.INT8));
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void itemsWithoutLabelsAreRefused(@TempDir Path folder) {
    MeasuredPlans plans =
        new MeasuredPlans(
            folder.resolve("accuracy.jsonl"), layers -> new MeasuredPlans.Accuracy(layers, 0, 0));
    assertThatThrownBy(plans::fp32)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No item that is evaluated has a label");
  }
}

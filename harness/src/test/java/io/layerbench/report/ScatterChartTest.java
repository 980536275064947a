package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.report.ScatterChart.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterChartTest {

  @Test
  void writesTheBestRankOfPointsThatCrowd() {
    ScatterChart chart =
        new ScatterChart(
            List.of(
                new Point(1, "a", 0.10, 1e-5, Precision.INT8),
                new Point(2, "b", 0.101, 1.02e-5, Precision.INT8),
                new Point(3, "c", 0.101, 1e-3, Precision.FP32),
                new Point(4, "d", 3, 1e-3, Precision.FP32)),
            0);
    assertThat(chart.readable()).containsExactlyInAnyOrder(1, 3, 4);
    assertThat(chart.drawn().series()).hasSize(2);
    assertThat(chart.drawn().series().get(1).points())
        .as("every point is drawn")
        .extracting(XyChart.Point::label)
        .containsExactly("1", null);
  }
}

package io.layerbench.report;

import static io.layerbench.ranking.SummedSensitivity.Measure.OUTPUT_NOISE;
import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.ranking.ParetoRow;
import io.layerbench.report.ReportView.ParetoLine;
import io.layerbench.report.ReportView.ParetoView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a report shows of a frontier. */
class ParetoLinesTest {

  /** Each point has a layer less in INT8 than the one before. */
  private static List<ParetoRow> rows(String backend, int count, int knee) {
    List<ParetoRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> int8 = IntStream.range(i, count - 1).mapToObj(one -> "layer" + one).toList();
      List<String> left = i == 0 ? List.of() : List.of("layer" + (i - 1));
      rows.add(
          new ParetoRow(
              backend, i + 1, 1 + i, count - 1 - i, 2, i + 1 == knee, int8, List.of(), left));
    }
    return rows;
  }

  @Test
  void aShortFrontierIsShownWhole() {
    List<ParetoView> views = ParetoLines.of(rows("cpu", 3, 2), OUTPUT_NOISE);
    assertThat(views).hasSize(1);
    ParetoView view = views.get(0);
    assertThat(view.sentence()).contains("3, all shown").doesNotContain("pareto.csv");
    assertThat(view.plans())
        .extracting(ParetoLine::changes)
        .containsExactly("", "FP32: layer0", "FP32: layer1");
    assertThat(view.plans()).extracting(ParetoLine::knee).containsExactly(false, true, false);
  }

  @Test
  void aLongOneIsThinnedToItsEndsItsKneeAndSomeBetween() {
    ParetoView view = ParetoLines.of(rows("cpu", 100, 47), OUTPUT_NOISE).get(0);
    assertThat(view.sentence()).contains("100, 13 shown; pareto.csv has all");
    assertThat(view.plans())
        .extracting(ParetoLine::point)
        .hasSize(ParetoLines.SHOWN + 1)
        .startsWith("1")
        .contains("47")
        .endsWith("100");
    assertThat(view.plans().get(1).changes())
        .as("against the row above, not against the point before")
        .isEqualTo("FP32: layer0, layer1, layer2 and 6 more");
  }

  @Test
  void everyBackendHasItsOwn() {
    List<ParetoRow> rows = new ArrayList<>(rows("cpu", 2, 1));
    rows.addAll(rows("other", 4, 1));
    assertThat(ParetoLines.of(rows, OUTPUT_NOISE))
        .extracting(ParetoView::backend)
        .containsExactly("cpu", "other");
    assertThat(ParetoLines.of(List.of(), OUTPUT_NOISE)).isEmpty();
  }
}

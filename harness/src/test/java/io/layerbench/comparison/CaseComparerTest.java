package io.layerbench.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.comparison.Cell.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseComparerTest {

  private static final int LAYERS = 50;
  private static final double NOISE = 0.02;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aLayerSlowedByAFifthIsNamedAndNoOther(long seed) {
    Random random = new Random(seed);
    List<CaseForks> before = layers(random, 8, -1);
    List<Change> changes = changes(before, layers(random, 8, 17));
    assertThat(
            IntStream.range(0, LAYERS)
                .filter(i -> changes.get(i).verdict() != Verdict.WITHIN_NOISE)
                .boxed())
        .containsExactly(17);
    assertThat(changes.get(17).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(changes.get(17).percent()).isBetween(15.0, 25.0);
  }

  @Test
  void tooFewForksHaveNoVerdictButARatioAndTheNumberNeeded() {
    Random random = new Random(1);
    Change change = changes(layers(random, 3, -1), layers(random, 3, 0)).get(0);
    assertThat(change.verdict()).isNull();
    assertThat(change.forksNeeded()).isEqualTo(7);
    assertThat(change.visibleChangePercent()).isNull();
    assertThat(change.ratio()).isGreaterThan(1.1);
    assertThat(change.text()).isEqualTo("too few forks (needs 7)");
  }

  @Test
  void aShownChangeBelowTheNoiseIsNoise() {
    List<CaseForks> before = List.of(forks(1, 1.0001, 1.0002, 1.0003, 1.0004));
    List<CaseForks> after = List.of(forks(1.01, 1.0101, 1.0102, 1.0103, 1.0104));
    Change change = changes(before, after).get(0);
    assertThat(change.adjustedP()).isLessThan(0.05);
    assertThat(change.verdict()).isEqualTo(Verdict.WITHIN_NOISE);
    assertThat(change.visibleChangePercent()).isEqualTo(2.0);
    assertThat(change.text()).isEqualTo("~");
  }

  @Test
  void aFasterLayerIsCalledSo() {
    Change change =
        changes(List.of(forks(2, 2.1, 2.2, 2.3, 2.4)), List.of(forks(1, 1.1, 1.2, 1.3, 1.4)))
            .get(0);
    assertThat(change.verdict()).isEqualTo(Verdict.FASTER);
  }

  @Test
  void whatOneRunLacksIsNotTestedAndKeepsItsReason() {
    List<Cell> cells =
        new CaseComparer(NOISE)
            .compare(
                List.of(forks(1, 2, 3, 4), forks(1, 2, 3, 4)),
                List.of(CaseForks.missing("failed: crashed"), forks(1, 2, 3, 4)));
    assertThat(cells.get(0).change()).isNull();
    assertThat(cells.get(0).missing()).isEqualTo("failed: crashed");
    assertThat(cells.get(1).change()).isNotNull();
  }

  private static List<Change> changes(List<CaseForks> before, List<CaseForks> after) {
    return new CaseComparer(NOISE)
        .compare(before, after).stream()
            .map(cell -> Objects.requireNonNull(cell.change()))
            .toList();
  }

  /** Layers whose forks scatter by 2%, one of them slowed by 20%. */
  private static List<CaseForks> layers(Random random, int forks, int slowed) {
    List<CaseForks> layers = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      double ms = 0.05 * (1 + i) * (i == slowed ? 1.2 : 1);
      layers.add(
          forks(
              IntStream.range(0, forks)
                  .mapToDouble(fork -> ms * Math.exp(0.02 * random.nextGaussian()))
                  .toArray()));
    }
    return layers;
  }

  private static CaseForks forks(double... ms) {
    double[] sorted = ms.clone();
    Arrays.sort(sorted);
    return new CaseForks(
        Arrays.stream(ms).boxed().toList(),
        new Cell(
            sorted[sorted.length / 2],
            sorted[0],
            sorted[sorted.length - 1],
            ms.length,
            null,
            null,
            null));
  }
}

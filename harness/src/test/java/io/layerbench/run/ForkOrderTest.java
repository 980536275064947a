package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForkOrderTest {

  private static final int FORKS = 3;
  private static final long SEED = 7;

  private final List<BenchmarkCase> cases =
      IntStream.range(0, 20).mapToObj(i -> SampleTimings.layerCase("conv" + i)).toList();

  private final List<PlannedFork> whole = ForkOrder.missing(cases, FORKS, SEED, List.of());

  @Test
  void aResumedRunGoesOnInTheOrderOfAnUnbrokenOne() {
    for (int done = 0; done <= whole.size(); done++) {
      List<Timing> timings = whole.subList(0, done).stream().map(SampleTimings::succeeded).toList();
      assertThat(ForkOrder.missing(cases, FORKS, SEED, timings))
          .isEqualTo(whole.subList(done, whole.size()));
    }
  }

  @Test
  void failedForksAreNotRunAgain() {
    List<Timing> timings = whole.stream().map(SampleTimings::failed).toList();
    assertThat(ForkOrder.missing(cases, FORKS, SEED, timings)).isEmpty();
  }

  @Test
  void aHoleIsFilledAndNumberedAfterWhatIsThere() {
    List<Timing> timings = new ArrayList<>(whole.stream().map(SampleTimings::succeeded).toList());
    Timing lost = timings.remove(5);
    assertThat(ForkOrder.missing(cases, FORKS, SEED, timings))
        .singleElement()
        .isEqualTo(new PlannedFork(lost.benchmarkCase(), lost.fork(), whole.size()));
  }

  @Test
  void everyRoundHasEveryCaseOnceAndItsOwnOrder() {
    List<List<BenchmarkCase>> rounds = new ArrayList<>();
    for (int fork = 0; fork < FORKS; fork++) {
      List<PlannedFork> round = whole.subList(fork * cases.size(), (fork + 1) * cases.size());
      int number = fork;
      assertThat(round).allSatisfy(one -> assertThat(one.fork()).isEqualTo(number));
      rounds.add(round.stream().map(PlannedFork::benchmarkCase).toList());
      assertThat(rounds.get(fork)).containsExactlyInAnyOrderElementsOf(cases);
    }
    assertThat(rounds).doesNotHaveDuplicates().doesNotContain(cases);
    assertThat(whole.stream().map(PlannedFork::sequence))
        .containsExactlyElementsOf(IntStream.range(0, whole.size()).boxed().toList());
  }

  @Test
  void theSeedDecides() {
    assertThat(ForkOrder.missing(cases, FORKS, SEED, List.of())).isEqualTo(whole);
    assertThat(ForkOrder.missing(cases, FORKS, SEED + 1, List.of())).isNotEqualTo(whole);
  }

  @Test
  void nothingIsMissingOfNothing() {
    assertThat(ForkOrder.missing(List.of(), FORKS, SEED, List.of())).isEmpty();
  }
}

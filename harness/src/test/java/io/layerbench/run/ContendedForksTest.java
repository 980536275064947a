package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContendedForksTest {

  private static final double CALM = 1;
  private static final double BUSY = 70;

  private final List<Timing> journal = new ArrayList<>();

  private Timing layer(String name, int fork, double wait) {
    PlannedFork planned = new PlannedFork(SampleTimings.layerCase(name), fork, journal.size());
    return add(SampleTimings.waiting(planned, 1000, wait));
  }

  private Timing again(Timing first, double wait) {
    PlannedFork planned =
        new PlannedFork(first.benchmarkCase(), first.fork(), journal.size(), "it waited");
    return add(SampleTimings.waiting(planned, 900, wait));
  }

  private Timing sentinel(double nanos) {
    PlannedFork planned = Sentinels.next("cpu", journal).at(journal.size());
    return add(SampleTimings.waiting(planned, nanos, BUSY));
  }

  private Timing add(Timing timing) {
    journal.add(timing);
    return timing;
  }

  @Test
  void waitsAndStealMark() {
    Timing calm = layer("a", 0, ContendedForks.WAIT_PERCENT);
    Timing busy = layer("b", 0, ContendedForks.WAIT_PERCENT + 1);
    Timing robbed = add(layer("c", 0, CALM).observed(99.0, new Surroundings(5, 2.5, null, null)));
    ContendedForks marks = ContendedForks.of(journal);
    assertThat(marks.contains(calm)).isFalse();
    assertThat(marks.reason(busy)).contains("51.0%");
    assertThat(marks.reason(robbed)).contains("hypervisor", "2.5%");
  }

  @Test
  void whatIsUnknownOrFailedIsNotMarked() {
    Timing unknown =
        add(SampleTimings.succeeded(new PlannedFork(SampleTimings.layerCase("a"), 0, 0)));
    Timing failed = add(SampleTimings.failed(new PlannedFork(SampleTimings.layerCase("b"), 0, 1)));
    ContendedForks marks = ContendedForks.of(journal);
    assertThat(marks.contains(unknown)).isFalse();
    assertThat(marks.contains(failed)).isFalse();
  }

  @Test
  void aDeviatingSentinelMarksBetweenItsNeighbours() {
    Timing before = layer("a", 0, CALM);
    sentinel(1000);
    Timing near = layer("b", 0, CALM);
    sentinel(1200);
    Timing after = layer("c", 0, CALM);
    sentinel(1000);
    Timing later = layer("d", 0, CALM);
    ContendedForks marks = ContendedForks.of(journal);
    assertThat(List.of(before, later)).noneMatch(marks::contains);
    assertThat(marks.reason(near)).contains("+20%");
    assertThat(marks.reason(after)).contains("+20%");
    assertThat(journal.stream().filter(one -> one.kind() == CaseKind.SENTINEL))
        .as("a sentinel is no case")
        .noneMatch(marks::contains);
  }

  @Test
  void asManySentinelsRunAsAreForetold() {
    assertThat(Sentinels.among(0)).isZero();
    for (int forks = 1; forks <= 40; forks++) {
      if (Sentinels.isDue(journal)) {
        sentinel(1000);
      }
      layer("a", forks, CALM);
      assertThat(journal.size() - forks).as("%d forks", forks).isEqualTo(Sentinels.among(forks));
    }
  }

  @Test
  void twoSentinelsJudgeNothing() {
    Timing one = layer("a", 0, CALM);
    sentinel(1000);
    sentinel(2000);
    assertThat(ContendedForks.of(journal).contains(one)).isFalse();
  }

  @Test
  void theCalmerAttemptCounts() {
    Timing calm = layer("a", 0, CALM);
    Timing improved = layer("b", 0, BUSY);
    Timing calmer = layer("c", 0, BUSY);
    Timing worse = layer("d", 0, BUSY);
    sentinel(1000);
    Timing good = again(improved, CALM);
    Timing better = again(calmer, BUSY - 1);
    again(worse, BUSY + 1);
    assertThat(CountedForks.of(journal)).containsExactly(calm, worse, good, better);
  }

  @Test
  void aSecondAttemptThatFailedCountsForNothing() {
    Timing first = layer("a", 0, BUSY);
    add(SampleTimings.failed(new PlannedFork(first.benchmarkCase(), 0, 1, "it waited")));
    assertThat(CountedForks.of(journal)).containsExactly(first);
  }

  @Test
  void theWorstAreMeasuredAgainOnceWithinAShare() {
    List<BenchmarkCase> cases =
        IntStream.range(0, 8).mapToObj(i -> SampleTimings.layerCase("l" + i)).toList();
    for (int i = 0; i < 8; i++) {
      layer("l" + i, 0, i < 5 ? BUSY + i : CALM);
    }
    List<PlannedFork> again = Remeasurement.of(cases, 1, journal);
    assertThat(again)
        .extracting(fork -> fork.benchmarkCase().subject())
        .as("a quarter of 8")
        .containsExactly("l4", "l3");
    assertThat(again).allSatisfy(fork -> assertThat(fork.attempt()).isEqualTo(1));
    again(journal.get(4), BUSY);
    assertThat(Remeasurement.of(cases, 1, journal))
        .extracting(fork -> fork.benchmarkCase().subject())
        .containsExactly("l3");
    again(journal.get(3), CALM);
    assertThat(Remeasurement.of(cases, 1, journal)).isEmpty();
  }

  @Test
  void whatIsToBeMeasuredAgainIsForeseenFromWhatIsFinished() {
    assertThat(Remeasurement.foreseen(600, 0, 0)).isZero();
    assertThat(Remeasurement.foreseen(600, 60, 0)).isZero();
    assertThat(Remeasurement.foreseen(600, 60, 6)).isEqualTo(60);
    assertThat(Remeasurement.foreseen(600, 60, 55)).as("a quarter at most").isEqualTo(150);
    assertThat(Remeasurement.foreseen(600, 600, 150)).isEqualTo(150);
    assertThat(Remeasurement.foreseen(10, 10, 3)).as("never below what is known").isEqualTo(3);
  }

  @Test
  void aSentinelIsDueAfterTwelveForks() {
    for (int i = 0; i < Sentinels.SPACING; i++) {
      assertThat(Sentinels.isDue(journal)).isFalse();
      layer("l" + i, 0, CALM);
    }
    assertThat(Sentinels.isDue(journal)).isTrue();
    assertThat(sentinel(1000).fork()).isZero();
    assertThat(Sentinels.isDue(journal)).isFalse();
    assertThat(Sentinels.next("cpu", journal).fork()).isEqualTo(1);
  }
}

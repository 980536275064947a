package io.layerbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {

  @Test
  void refusesNoSamples() {
    assertThatIllegalArgumentException().isThrownBy(() -> Summary.of(new double[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> ForkSummary.of(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForkSummary.of(List.of(new double[] {1}, new double[0])));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFinite(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Summary.of(new double[] {1, value}))
        .withMessageContaining("(1)");
  }

  @Test
  void hasNoDeviationNoIntervalAndNoDriftOfOneSample() {
    Summary one = Summary.of(new double[] {3});
    assertThat(one.standardDeviation()).isNull();
    assertThat(one.medianInterval()).isNull();
    assertThat(one.drift()).isNull();
    assertThat(one.median()).isEqualTo(3);
    assertThat(one.p99()).isEqualTo(3);
  }

  @Test
  void hasNoDriftFromZero() {
    assertThat(Summary.of(new double[20]).drift()).isNull();
  }

  @Test
  void hasAnIntervalFromSixSamplesOn() {
    assertThat(Summary.of(upTo(5)).medianInterval()).isNull();
    assertThat(Summary.of(upTo(6)).medianInterval()).isEqualTo(new Interval(1, 6));
  }

  @Test
  void takesTheTabulatedOrderStatistics() {
    // Standard tables of the sign test: n = 10 -> 2nd and 9th, 20 -> 6th and 15th, 100 -> 40th,
    // 61st.
    assertThat(Summary.of(upTo(10)).medianInterval()).isEqualTo(new Interval(2, 9));
    assertThat(Summary.of(upTo(20)).medianInterval()).isEqualTo(new Interval(6, 15));
    assertThat(Summary.of(upTo(100)).medianInterval()).isEqualTo(new Interval(40, 61));
  }

  @Test
  void coversTheMedianAsOftenAsItSays() {
    Random random = new Random(1);
    int covered = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double[] samples = random.doubles(51).map(u -> -Math.log(u)).toArray();
      Interval interval = Objects.requireNonNull(Summary.of(samples).medianInterval());
      covered += interval.low() <= Math.log(2) && Math.log(2) <= interval.high() ? 1 : 0;
    }
    assertThat(covered / 2000.0).isBetween(0.94, 0.99);
  }

  @Test
  void countsOutliersAndKeepsThem() {
    double[] samples = upTo(101);
    samples[99] = 190;
    samples[100] = 1000;
    Summary summary = Summary.of(samples);
    assertThat(summary.mildOutliers()).isEqualTo(1);
    assertThat(summary.severeOutliers()).isEqualTo(1);
    assertThat(summary.n()).isEqualTo(101);
    assertThat(summary.median()).isEqualTo(51);
    assertThat(summary.mean()).isGreaterThan(60);
  }

  @Test
  void seesDriftInTheOrderOfTheSamples() {
    double[] samples = IntStream.range(0, 100).mapToDouble(i -> i < 50 ? 10 : 12).toArray();
    double[] before = samples.clone();
    assertThat(Summary.of(samples).drift()).isEqualTo(1.2);
    assertThat(samples).as("not sorted in place").isEqualTo(before);
  }

  @Test
  void computesTheDeviationWithNLessOne() {
    assertThat(Summary.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9}).standardDeviation())
        .isEqualTo(Math.sqrt(32 / 7.0), within(1e-12));
  }

  @Test
  void spansTheForksMedians() {
    ForkSummary forks = ForkSummary.of(List.of(around(10), around(20), around(11)));
    assertThat(forks.median()).isEqualTo(11);
    assertThat(forks.forkMedians()).containsExactly(10.0, 20.0, 11.0);
    Interval interval = Objects.requireNonNull(forks.interval());
    assertThat(interval.low()).isLessThanOrEqualTo(10);
    assertThat(interval.high()).isGreaterThanOrEqualTo(20);
    assertThat(forks.pooled().n()).isEqualTo(300);
    assertThat(forks.pooled().drift()).isNull();
    assertThat(forks.drifts()).hasSize(3);
  }

  @Test
  void spansOnlyTheForksWhereSamplesAreFew() {
    assertThat(ForkSummary.of(List.of(new double[] {1}, new double[] {3})).interval())
        .isEqualTo(new Interval(1, 3));
    assertThat(ForkSummary.of(List.of(new double[] {1, 2})).interval()).isNull();
  }

  private static double[] upTo(int n) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray();
  }

  private static double[] around(double median) {
    return IntStream.range(0, 100).mapToDouble(i -> median + (i - 49.5) / 1000).toArray();
  }
}

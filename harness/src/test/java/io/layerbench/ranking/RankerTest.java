package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankerTest {

  private static final PolicySpec ALL =
      PolicySpec.defaults(EnumSet.of(Precision.FP32, Precision.FP16, Precision.INT8));

  @Test
  void refusesUnknownNamesListingTheKnown() {
    assertThatThrownBy(() -> ScoreSpec.of("best", 1e-12))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("share, paper");
    assertThatThrownBy(() -> new PolicySpec("best", 0.5, 0.35, Set.of(), Pins.NONE, Budgets.NONE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("percentile");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAnEpsilonThatIsNotAboveZero(double epsilon) {
    assertThatThrownBy(() -> ScoreSpec.of("share", epsilon)).isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @CsvSource({"-0.1,0.5", "0.5,-0.1", "0.7,0.4", "NaN,0.1", "0.1,NaN"})
  void refusesSharesOutsideZeroToOne(double int8, double fp16) {
    assertThatThrownBy(
            () -> new PolicySpec("percentile", int8, fp16, Set.of(), Pins.NONE, Budgets.NONE))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void leavesInvalidLayersUnrankedWithTheirReasonInModelOrder() {
    Ranking ranking =
        rank(
            input("crashed", null, "the fork crashed", 1.0, null),
            input("zero", 0.0, null, 1.0, null),
            input("fine", 1.0, null, 1.0, null),
            input("infinite", Double.POSITIVE_INFINITY, null, 1.0, null),
            input("unknown", 1.0, null, null, "not in the imported file"),
            input("nan", 1.0, null, Double.NaN, null));
    assertThat(ranking.rows())
        .extracting(RankedLayer::layer)
        .containsExactly("fine", "crashed", "zero", "infinite", "unknown", "nan");
    assertThat(ranking.rows().subList(1, 6))
        .allSatisfy(
            row -> {
              assertThat(row.rank()).isNull();
              assertThat(row.score()).isNull();
              assertThat(row.precision()).isEqualTo(Precision.FP32);
              assertThat(row.reason()).isNotBlank();
            });
    assertThat(ranking.rows().get(1).reason()).isEqualTo("the fork crashed");
    assertThat(ranking.rows().get(2).latencyMs()).isNull();
    assertThat(ranking.rows().get(4).reason()).isEqualTo("not in the imported file");
  }

  @Test
  void ranksNothingWithoutSensitivitiesAndSaysSo() {
    Ranking ranking = rank(input("a", 1.0, null, null, "--sensitivity none"));
    assertThat(ranking.rows().get(0).rank()).isNull();
    assertThat(RankingNotes.of(ranking))
        .containsExactly(
            "No layer is ranked on cpu, so the plan leaves every layer in FP32 (a: --sensitivity"
                + " none).");
  }

  @Test
  void ranksNoLayers() {
    assertThat(Ranker.rank("cpu", List.of(), ScoreSpec.defaults(), ALL).rows()).isEmpty();
  }

  @Test
  void sharesARankAmongEqualsAndKeepsTheModelsOrder() {
    Ranking ranking =
        rank(
            input("low", 1.0, null, 9.0, null),
            input("tie1", 1.0, null, 2.0, null),
            input("top", 1.0, null, 1.0, null),
            input("tie2", 1.0, null, 2.0, null));
    assertThat(ranking.rows())
        .extracting(RankedLayer::layer)
        .containsExactly("top", "tie1", "tie2", "low");
    assertThat(ranking.rows()).extracting(RankedLayer::rank).containsExactly(1, 2, 2, 4);
  }

  @Test
  void computesTheShareScore() {
    RankingInput a = new RankingInput("a", "Conv", 1_000_000, 3.0, null, 0.5, null, null);
    RankingInput b = new RankingInput("b", "Conv", 3_000_000, 1.0, null, 0.5, null, null);
    Ranking ranking = Ranker.rank("cpu", List.of(a, b), ScoreSpec.of("share", 1e-12), ALL);
    assertThat(ranking.rows().get(0).score()).isEqualTo((0.75 + 0.25) / 0.5, within(1e-9));
    assertThat(ranking.rows().get(0).memoryMb()).isEqualTo(4.0);
  }

  @Test
  void computesThePapersScore() {
    RankingInput a = new RankingInput("a", "Conv", 1_000_000, 3.0, null, 0.0, null, null);
    Ranking ranking = Ranker.rank("cpu", List.of(a), ScoreSpec.of("paper", 0.5), ALL);
    assertThat(ranking.rows().get(0).score()).isEqualTo((3.0 + 4.0) / 0.5, within(1e-9));
  }

  @Test
  void weighsLatencyAndMemory() {
    RankingInput a = new RankingInput("a", "Conv", 1_000_000, 3.0, null, 0.0, null, null);
    ScoreSpec spec = ScoreSpec.of("paper", 0.5).withWeights(ScoreWeights.parse("memory=0.25"));
    Ranking ranking = Ranker.rank("cpu", List.of(a), spec, ALL);
    assertThat(ranking.rows().get(0).score()).isEqualTo((3.0 + 1.0) / 0.5, within(1e-9));
    assertThat(ranking.score().text()).isEqualTo("paper (latency=1.0,memory=0.25)");
    assertThat(ScoreSpec.of("paper", 0.5).text()).isEqualTo("paper");
  }

  @Test
  void energyCountsByItsWeightAndAsAShare() {
    RankingInput a = withEnergy("a", 6.0);
    RankingInput b = withEnergy("b", 2.0);
    ScoreWeights weights = ScoreWeights.parse("latency=0,memory=0,energy=2");
    Ranking shares =
        Ranker.rank("cpu", List.of(b, a), ScoreSpec.defaults().withWeights(weights), ALL);
    assertThat(shares.rows()).extracting(RankedLayer::layer).containsExactly("a", "b");
    assertThat(shares.rows().get(0).score()).isEqualTo(2 * 0.75 / 0.5, within(1e-9));
    assertThat(shares.score().text()).isEqualTo("share (latency=0.0,memory=0.0,energy=2.0)");

    ScoreSpec paper = ScoreSpec.of("paper", 1e-12).withWeights(ScoreWeights.parse("energy=0.5"));
    Ranking sum = Ranker.rank("cpu", List.of(a), paper, ALL);
    assertThat(sum.rows().get(0).score()).isEqualTo((3.0 + 4.0 + 3.0) / 0.5, within(1e-9));
    assertThat(sum.rows().get(0).energyMj()).isEqualTo(6);
  }

  @Test
  void aLayerWithoutAnEnergyIsUnrankedOnlyWhereEnergyCounts() {
    List<RankingInput> layers = List.of(withEnergy("a", 6.0), withEnergy("b", null));
    assertThat(Ranker.rank("cpu", layers, ScoreSpec.defaults(), ALL).rows())
        .allSatisfy(row -> assertThat(row.rank()).isNotNull());
    ScoreSpec spec = ScoreSpec.defaults().withWeights(ScoreWeights.parse("energy=1"));
    assertThat(Ranker.rank("cpu", layers, spec, ALL).rows().get(1))
        .satisfies(row -> assertThat(row.rank()).isNull())
        .satisfies(row -> assertThat(row.reason()).isEqualTo("its energy is unknown"));
  }

  @Test
  void anEnergyThatIsNoneIsRefused() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> withEnergy("a", bad)).hasMessageContaining("energy");
    }
  }

  private static RankingInput withEnergy(String name, @Nullable Double energyMj) {
    return new RankingInput(name, "Conv", 1_000_000, 3.0, null, 0.5, null, null, energyMj, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "latency",
        "latency=",
        "=1",
        "latency=x",
        "speed=1",
        "latency=1,latency=2",
        "latency=-1",
        "latency=NaN",
        "latency=0,memory=0",
        "memory=Infinity",
        "energy=-1",
        "energy=1,energy=2",
        "latency=1;memory=2"
      })
  void refusesWeightsThatAreNone(String text) {
    assertThatThrownBy(() -> ScoreWeights.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("weights");
  }

  @ParameterizedTest
  @CsvSource({"1,1,0,0", "2,1,1,0", "3,2,1,0", "5,3,1,1", "10,5,4,1", "20,10,7,3", "0,0,0,0"})
  void givesHalfInt8AndThenAThirdFp16(int n, int int8, int fp16, int fp32) {
    List<RankingInput> layers =
        IntStream.range(0, n).mapToObj(i -> input("l" + i, 1.0, null, i + 1.0, null)).toList();
    List<Precision> precisions =
        Ranker.rank("cpu", layers, ScoreSpec.defaults(), ALL).rows().stream()
            .map(RankedLayer::precision)
            .toList();
    assertThat(precisions).filteredOn(Precision.INT8::equals).hasSize(int8);
    assertThat(precisions).filteredOn(Precision.FP16::equals).hasSize(fp16);
    assertThat(precisions).filteredOn(Precision.FP32::equals).hasSize(fp32);
    assertThat(precisions).isSortedAccordingTo((a, b) -> a.bits() - b.bits());
  }

  /** Slow but fragile, small but robust, large and fast: each term puts another layer first. */
  @ParameterizedTest
  @CsvSource({
    "latency,0.25,slow",
    "latency,0.5,slow large",
    "latency+memory,0.25,large",
    "latency+memory,0.5,slow large",
    "latency+memory+sensitivity,0.25,robust",
    "latency+memory+sensitivity,1,slow robust large plain",
    "latency+memory+sensitivity,0,''"
  })
  void ablationsGiveInt8ByTheirOwnTerm(String policy, double share, String int8) {
    List<RankingInput> layers =
        List.of(
            new RankingInput("slow", "Conv", 1_000, 4.0, null, 100.0, null, null),
            new RankingInput("robust", "Conv", 1_000, 1.0, null, 0.001, null, null),
            new RankingInput("large", "Conv", 2_000_000, 2.0, null, 10.0, null, null),
            new RankingInput("plain", "Conv", 1_000, 1.0, null, 1.0, null, null));
    PolicySpec spec = PolicySpec.of(policy, share, ALL.available());
    Ranking ranking = Ranker.rank("cpu", layers, ScoreSpec.of("paper", 1e-12), spec);
    assertThat(ranking.rows())
        .allMatch(row -> row.precision() == Precision.INT8 || row.precision() == Precision.FP32);
    assertThat(ranking.rows())
        .filteredOn(row -> row.precision() == Precision.INT8)
        .extracting(RankedLayer::layer)
        .containsExactlyInAnyOrder(int8.isEmpty() ? new String[0] : int8.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"latency", "latency+memory", "latency+memory+sensitivity"})
  void ablationsKeepTheRankingsOrderAmongEquals(String policy) {
    List<RankingInput> layers =
        IntStream.range(0, 3).mapToObj(i -> input("l" + i, 1.0, null, 1.0, null)).toList();
    PolicySpec spec = PolicySpec.of(policy, 0.5, ALL.available());
    assertThat(Ranker.rank("cpu", layers, ScoreSpec.defaults(), spec).rows())
        .extracting(RankedLayer::precision)
        .containsExactly(Precision.INT8, Precision.INT8, Precision.FP32);
    assertThat(Ranker.rank("cpu", List.of(), ScoreSpec.defaults(), spec).rows()).isEmpty();
  }

  @Test
  void keepsFp32WhereAPrecisionIsNotMeasured() {
    PolicySpec policy = PolicySpec.defaults(EnumSet.of(Precision.FP32, Precision.INT8));
    List<RankingInput> layers =
        IntStream.range(0, 10).mapToObj(i -> input("l" + i, 1.0, null, i + 1.0, null)).toList();
    Ranking ranking = Ranker.rank("cpu", layers, ScoreSpec.defaults(), policy);
    assertThat(ranking.rows()).noneMatch(row -> row.precision() == Precision.FP16);
    assertThat(ranking.rows()).filteredOn(row -> row.precision() == Precision.INT8).hasSize(5);
    assertThat(RankingNotes.of(ranking))
        .containsExactly(
            "FP16 is not measured on cpu, so 4 layers that the policy meant for it stay in FP32.");
  }

  private static Ranking rank(RankingInput... layers) {
    return Ranker.rank("cpu", List.of(layers), ScoreSpec.defaults(), ALL);
  }

  private static RankingInput input(
      String name,
      @Nullable Double latencyMs,
      @Nullable String latencyReason,
      @Nullable Double sensitivity,
      @Nullable String sensitivityReason) {
    return new RankingInput(
        name, "Conv", 100, latencyMs, latencyReason, sensitivity, sensitivityReason, null);
  }
}

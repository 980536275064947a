package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PinsTest {

  private static final Set<Precision> ALL =
      EnumSet.of(Precision.FP32, Precision.FP16, Precision.INT8);

  static List<String> policies() {
    // What decides by costs, or by measured accuracy, has tests of its own.
    return Policies.all().stream()
        .filter(policy -> !policy.needs().contains(Need.COSTS))
        .filter(policy -> !policy.needs().contains(Need.ACCURACY))
        .map(Policy::name)
        .toList();
  }

  /** Without pins every policy would give INT8 to a, which costs most and suffers least. */
  @ParameterizedTest
  @MethodSource("policies")
  void everyPolicyHonoursThem(String policy) {
    Ranking ranking = rank(policy, new Pins(List.of("a"), List.of("f")), layers(6), ALL);
    assertThat(precision(ranking, "a")).isEqualTo(Precision.FP32);
    assertThat(precision(ranking, "f")).isEqualTo(Precision.INT8);
    assertThat(ranking.rows()).extracting(RankedLayer::rank).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theyAreTakenOutBeforeSharesAreCounted(String policy) {
    Ranking ranking = rank(policy, new Pins(List.of("a"), List.of("f")), layers(6), ALL);
    // Half of the four that are left, and the one that is forced.
    assertThat(ranking.rows())
        .filteredOn(row -> row.precision() == Precision.INT8)
        .extracting(RankedLayer::layer)
        .containsExactly("b", "c", "f");
  }

  @Test
  void aGlobThatMatchesNothingIsRefused() {
    assertThatThrownBy(() -> new Pins(List.of("x*"), List.of()).of(List.of("a")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--keep-float (x*)");
    assertThatThrownBy(() -> new Pins(List.of(), List.of("a", "y")).of(List.of("a")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--force-int8 (y)");
  }

  @Test
  void aLayerThatBothMatchIsRefused() {
    assertThatThrownBy(() -> new Pins(List.of("*a"), List.of("a*")).of(List.of("ba", "a", "ab")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(a)");
  }

  @Test
  void aLayerWithoutInt8FormCannotBeForced() {
    List<RankingInput> layers = List.of(layer("a", 1.0, 1.0, "it has weights of rank 5"));
    Pins pins = new Pins(List.of(), List.of("a"));
    assertThatThrownBy(() -> rank("percentile", pins, layers, ALL))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(a)")
        .hasMessageContaining("it has weights of rank 5");
  }

  @Test
  void nothingCanBeForcedInARunWithoutInt8() {
    Pins pins = new Pins(List.of(), List.of("a"));
    assertThatThrownBy(
            () -> rank("percentile", pins, layers(2), EnumSet.of(Precision.FP32, Precision.FP16)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--precision");
  }

  @Test
  void aPlanSaysWhatWasPinnedAndWhichShare() {
    PolicySpec spec =
        PolicySpec.of("percentile", 0.8, ALL).withPins(new Pins(List.of("a"), List.of("c", "d")));
    assertThat(spec.text())
        .isEqualTo("percentile (share=0.8, keep-float=a, force-int8=c, force-int8=d)");
    assertThat(PolicySpec.defaults(ALL).text()).isEqualTo("percentile");
    Plan plan = Plans.of(Ranker.rank("cpu", layers(4), ScoreSpec.defaults(), spec), "0");
    assertThat(plan.policy()).isEqualTo(spec.text());
  }

  @Test
  void aPolicyThatNeedsNoSensitivityDecidesWithoutOne() {
    List<RankingInput> layers =
        List.of(
            layer("a", 1.0, null, null), layer("b", 2.0, null, null), layer("c", 9.0, null, "no"));
    Ranking ranking = rank("latency", Pins.NONE, layers, ALL);
    assertThat(ranking.rows()).extracting(RankedLayer::rank).containsOnlyNulls();
    assertThat(ranking.rows())
        .filteredOn(row -> row.precision() == Precision.INT8)
        .extracting(RankedLayer::layer)
        .containsExactly("b");
    assertThat(RankingNotes.of(ranking))
        .containsExactly(
            "No layer is ranked on cpu (a: its sensitivity is unknown); 1 of these get a lower"
                + " precision all the same, by the policy or as pinned.");
    assertThat(rank("latency+memory+sensitivity", Pins.NONE, layers, ALL).rows())
        .allMatch(row -> row.precision() == Precision.FP32);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void layersThatCannotBeQuantizedStayInFloat(String policy) {
    List<RankingInput> layers = List.of(layer("a", 1.0, 1.0, "no"), layer("b", 1.0, 1.0, "no"));
    assertThat(rank(policy, Pins.NONE, layers, ALL).rows())
        .hasSize(2)
        .allMatch(row -> row.precision() == Precision.FP32 && "no".equals(row.reason()));
    assertThat(rank(policy, Pins.NONE, List.of(), ALL).rows()).isEmpty();
  }

  private static Ranking rank(
      String policy, Pins pins, List<RankingInput> layers, Set<Precision> available) {
    return Ranker.rank(
        "cpu", layers, ScoreSpec.defaults(), PolicySpec.of(policy, 0.5, available).withPins(pins));
  }

  private static Precision precision(Ranking ranking, String layer) {
    return ranking.rows().stream()
        .filter(row -> row.layer().equals(layer))
        .map(RankedLayer::precision)
        .findFirst()
        .orElseThrow();
  }

  /** a, b, c, …: by every term, the first is the best candidate for INT8. */
  private static List<RankingInput> layers(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> layer(String.valueOf((char) ('a' + i)), 10.0 - i, 1.0 + i, null))
        .toList();
  }

  private static RankingInput layer(
      String name, double latencyMs, @Nullable Double sensitivity, @Nullable String floatReason) {
    return new RankingInput(name, "Conv", 100, latencyMs, null, sensitivity, null, floatReason);
  }
}

package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemeTest {

  private static final Scheme BASELINE = Scheme.baseline(ActivationType.UINT8);

  private static LayerRule rule(String match) {
    return new LayerRule(match, null, null, null, null, null);
  }

  private static final LayerRule FLOAT = new LayerRule("*", Precision.FP32, null, null, null, null);

  static Stream<UnaryOperator<Scheme>> changes() {
    return Stream.of(
        scheme -> scheme.withActivations(ActivationType.UINT8, Symmetry.SYMMETRIC),
        scheme -> scheme.withActivations(ActivationType.INT8, Symmetry.SYMMETRIC),
        scheme -> scheme.withActivations(ActivationType.INT8, Symmetry.ASYMMETRIC),
        scheme -> scheme.withWeightSymmetry(Symmetry.ASYMMETRIC),
        scheme -> scheme.withPerChannelWeights(true),
        scheme -> scheme.withReducedRange(true),
        scheme -> scheme.withCalibration(CalibrationMethod.ENTROPY),
        scheme -> scheme.withAttention(true),
        scheme -> scheme.withLayers(List.of(FLOAT)));
  }

  /** Sensitivities computed before the scheme had more properties are still known by it. */
  @Test
  void theDigestsOfTheBaselinesAreAsTheyWere() {
    assertThat(BASELINE.digest()).isEqualTo("1b709eade0a1");
    assertThat(BASELINE.withPerChannelWeights(true).digest()).isEqualTo("7927f8d065b4");
    assertThat(Scheme.baseline(ActivationType.INT8).digest()).isEqualTo("c2c88738c457");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyPropertyIsInTheDigestTheTextAndTheFile(UnaryOperator<Scheme> change) {
    Scheme changed = change.apply(BASELINE);
    assertThat(changed.digest()).isNotEqualTo(BASELINE.digest());
    assertThat(changed.digest()).isNotEqualTo(Scheme.baseline(ActivationType.INT8).digest());
    assertThat(changed.text()).isNotEqualTo(BASELINE.text());
    assertThat(Json.parse(Json.line(changed), Scheme.class, "")).isEqualTo(changed);
  }

  @Test
  void tensorRtTakesNoZeroPoint() {
    Scheme signed = Scheme.baseline(ActivationType.INT8);
    assertThat(signed.tensorRt()).isTrue();
    LayerRule asymmetric = new LayerRule("*", null, null, Symmetry.ASYMMETRIC, null, null);
    assertThatThrownBy(() -> signed.withWeightSymmetry(Symmetry.ASYMMETRIC))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("zero point 0 alone")
        .hasMessageContaining("asymmetric weights");
    assertThatThrownBy(() -> signed.withActivations(ActivationType.INT8, Symmetry.ASYMMETRIC))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("asymmetric activations");
    assertThatThrownBy(() -> signed.withActivations(ActivationType.UINT8, Symmetry.SYMMETRIC))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("UINT8");
    assertThatThrownBy(() -> signed.withLayers(List.of(asymmetric)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("asymmetric weights");
    assertThat(signed.withAttention(true).withPerChannelWeights(true).tensorRt()).isTrue();
  }

  /** Of each property the last rule that says something counts. */
  @Test
  void laterRulesWinPropertyByProperty() {
    Scheme scheme =
        BASELINE
            .withReducedRange(true)
            .withLayers(
                List.of(
                    new LayerRule("block?.*", Precision.INT8, true, null, null, false),
                    new LayerRule("*.depthwise", null, null, Symmetry.ASYMMETRIC, null, null),
                    new LayerRule("block0.depthwise", Precision.FP32, false, null, null, null)));
    assertThat(scheme.weights("stem")).isEqualTo(new WeightScheme(7, Symmetry.SYMMETRIC, false));
    assertThat(scheme.weights("block1.expand"))
        .isEqualTo(new WeightScheme(8, Symmetry.SYMMETRIC, true));
    assertThat(scheme.weights("block1.depthwise"))
        .isEqualTo(new WeightScheme(8, Symmetry.ASYMMETRIC, true));
    assertThat(scheme.weights("block0.depthwise"))
        .isEqualTo(new WeightScheme(8, Symmetry.ASYMMETRIC, false));
    assertThat(scheme.precision("stem")).isNull();
    assertThat(scheme.precision("block1.depthwise")).isEqualTo(Precision.INT8);
    assertThat(scheme.precision("block0.depthwise")).isEqualTo(Precision.FP32);
  }

  @Test
  void rulesForNoLayerAreRefused() {
    HandModels models = HandModels.residual(13);
    LayerRule.check(List.of(rule("c1*"), rule("*")), models.layers());
    assertThatThrownBy(() -> LayerRule.check(List.of(rule("*"), rule("c9*")), models.layers()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(c9*)");
    // Glue is no layer: options for it would do nothing.
    assertThatThrownBy(() -> LayerRule.check(List.of(rule("p1_node")), models.layers()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(p1_node)");
    assertThatThrownBy(() -> new LayerRule("*", Precision.INT4, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.ranking.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodsTest {

  private static final Map<String, Map<String, Precision>> UNIFORM =
      Map.of(
          "fp32", Map.of("a", Precision.FP32, "b", Precision.FP32, "c", Precision.FP32),
          "int8", Map.of("a", Precision.INT8, "b", Precision.INT8, "c", Precision.FP32));

  @Test
  void measuresEqualPlansOnce() {
    Method first = method("first", Map.of("a", Precision.INT8));
    Method second = method("second", Map.of("a", Precision.INT8, "b", Precision.FP32));
    Method third = method("third", Map.of("a", Precision.FP16));
    Method own = method(CasePlan.MIXED, Map.of("b", Precision.INT8, "c", Precision.FP32));
    Method like = method("like", Map.of("b", Precision.INT8));
    Methods methods =
        new Methods(List.of(first, second, like, third, own), UNIFORM, Map.of(), Map.of());
    assertThat(methods.measured()).containsExactly(first, third, own);
    assertThat(methods.sameAs(second)).isEqualTo("first");
    assertThat(methods.sameAs(like)).as("before it in the table").isEqualTo(CasePlan.MIXED);
    assertThat(methods.sameAs(third)).isNull();
    assertThat(methods.lines("cpu")).hasSize(5).anyMatch(line -> line.contains("same as first"));
  }

  @Test
  void measuresWhatIsAUniformModelAsThat() {
    Method nothing = method("nothing", Map.of("a", Precision.FP32));
    Method all = method("all", Map.of("a", Precision.INT8, "b", Precision.INT8));
    Methods methods = new Methods(List.of(nothing, all), UNIFORM, Map.of(), Map.of());
    assertThat(methods.measured()).isEmpty();
    assertThat(methods.sameAs(nothing)).isEqualTo("fp32");
    assertThat(methods.sameAs(all)).isEqualTo("int8");
  }

  /** Its case is planned before there is a ranking, and other parts of a run look for it. */
  @Test
  void alwaysMeasuresTheRunsOwnPlan() {
    Method own = method(CasePlan.MIXED, Map.of());
    Methods methods = new Methods(List.of(own), UNIFORM, Map.of(), Map.of());
    assertThat(methods.measured()).containsExactly(own);
    assertThat(methods.find(CasePlan.MIXED)).contains(own);
    assertThat(methods.find("int8")).isEmpty();
  }

  @Test
  void plansCasesOfWhatIsMeasuredAndGivesReasonsForTheRest() {
    Method one = method("one", Map.of("a", Precision.INT8));
    Method same = method("same", Map.of("a", Precision.INT8));
    Method own = method(CasePlan.MIXED, Map.of("b", Precision.INT8));
    Methods methods =
        new Methods(
            List.of(one, same, own), UNIFORM, Map.of("greedy", "it has no labels"), Map.of());
    CasePlan cases = new CasePlan(List.of(), List.of(), Map.of()).withMethods("cpu", methods);
    assertThat(cases.ids()).containsExactly("cpu/one/model");
    assertThat(cases.skipped()).containsExactly(Map.entry("cpu/greedy/model", "it has no labels"));
    assertThat(methods.lines("cpu")).last().asString().contains("it has no labels");
  }

  @Test
  void countsEveryLayer() {
    assertThat(MethodRows.counts(Map.of("a", Precision.INT8, "b", Precision.FP32)))
        .containsExactly(Map.entry("fp16", 0), Map.entry("fp32", 1), Map.entry("int8", 1));
    assertThat(MethodRows.counts(Map.of())).isEmpty();
  }

  private static Method method(String variant, Map<String, Precision> layers) {
    return new Method(
        variant,
        variant,
        new Plan(Plan.FORMAT_VERSION, "0".repeat(64), "cpu", "test", "share", layers),
        null);
  }
}

package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.comparison.Cell.Change;
import io.layerbench.comparison.Comparer;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.Comparison.PlanCell;
import io.layerbench.comparison.ComparisonCsv;
import io.layerbench.comparison.ComparisonMarkdown;
import io.layerbench.comparison.Gate;
import io.layerbench.comparison.GateMarkdown;
import io.layerbench.comparison.GateResult;
import io.layerbench.comparison.GateResult.Check;
import io.layerbench.comparison.GateResult.Outcome;
import io.layerbench.comparison.JUnitXml;
import io.layerbench.comparison.Line;
import io.layerbench.comparison.Verdict;
import io.layerbench.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of whole run folders, with the example run's noise. */
class RunComparisonTest {

  private static final String SLOWED = "cpu/int8/layer/block2.conv";
  private static final GateResult.Limits LIMITS = new GateResult.Limits(5, 0.5);
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @TempDir private Path folder = Path.of("");

  @Test
  void twoRunsOfTheSameThingAreWithinNoise() throws Exception {
    int within = 0;
    int all = 0;
    for (int i = 0; i < 10; i++) {
      Comparison comparison =
          compare(
              run("a" + i, 8, i, Map.of(), RunComparisonTest::same),
              run("b" + i, 8, 100 + i, Map.of(), RunComparisonTest::same));
      for (Change change : layers(comparison)) {
        all++;
        within += change.verdict() == Verdict.WITHIN_NOISE ? 1 : 0;
      }
    }
    assertThat(all).isGreaterThanOrEqualTo(100);
    assertThat(within).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * all));
  }

  @Test
  void aLayerSlowedOnPurposeIsNamedAndNoOther() throws Exception {
    Comparison comparison = slowed();
    assertThat(
            comparison.lines().stream()
                .filter(line -> verdict(line) == Verdict.SLOWER || verdict(line) == Verdict.FASTER)
                .map(Line::name))
        .containsExactly("block2.conv in int8");
    assertThat(RunComparisonText.lines(comparison).toString()).contains("block2.conv", "slower");
  }

  @Test
  void theGateClosesForThatLayerAlone() throws Exception {
    Comparison comparison = slowed();
    GateResult result = Gate.check(comparison, LIMITS);
    assertThat(result.passed()).isFalse();
    assertThat(result.of(Outcome.FAILED)).extracting(Check::name).containsExactly("block2.conv");
    assertThat(Gate.check(comparison, new GateResult.Limits(90, 0.5)).passed()).isTrue();
    assertThat(JUnitXml.text(result)).contains("failures=\"1\"", "name=\"block2.conv\"><failure");
    assertThat(GateMarkdown.text(comparison, result)).contains("The gate is closed: 1 of");
  }

  @Test
  void aMissingCaseClosesTheGate() throws Exception {
    RunFolder before = run("before", 8, 1, Map.of(), RunComparisonTest::same);
    RunFolder after = run("after", 8, 2, Map.of(), RunComparisonTest::same);
    List<String> lines = Files.readAllLines(after.file("timings.jsonl"));
    lines.removeIf(line -> line.contains(SLOWED));
    Files.write(after.file("timings.jsonl"), lines);
    GateResult result = Gate.check(compare(before, after), LIMITS);
    assertThat(result.of(Outcome.FAILED))
        .extracting(Check::text)
        .containsExactly("missing: not measured");
  }

  @Test
  void aFallOfAccuracyClosesTheGate() throws Exception {
    RunFolder after = run("after", 8, 2, Map.of(), RunComparisonTest::same);
    String rows = Files.readString(after.file("evaluation.json"));
    Files.writeString(
        after.file("evaluation.json"),
        rows.replaceFirst("\"accuracy_percent\" : [0-9.]+", "\"accuracy_percent\" : 10.0"));
    GateResult result =
        Gate.check(compare(run("before", 8, 1, Map.of(), RunComparisonTest::same), after), LIMITS);
    assertThat(result.of(Outcome.FAILED)).extracting(Check::group).containsExactly("accuracy");
  }

  @Test
  void aGateThatCanJudgeNothingIsRefused() throws Exception {
    Comparison comparison =
        compare(
            run("a", 3, 1, Map.of(), RunComparisonTest::same),
            run("b", 3, 2, Map.of(SLOWED, 2.0), RunComparisonTest::same));
    assertThatThrownBy(() -> Gate.check(comparison, LIMITS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--forks ");
    assertThat(RunComparisonText.lines(comparison).toString()).contains("without a verdict");
  }

  @Test
  void hiddenDifferencesAreSaidAndOtherModelsRefused() throws Exception {
    RunFolder one = run("one", 7, 1, Map.of(), RunComparisonTest::same);
    RunFolder other = run("other", 7, 2, Map.of(), RunComparisonTest::oneThread);
    assertThat(RunComparisonText.warnings(compare(one, other)))
        .contains("The runs differ in threads (A: 2, B: 1).");
    RunFolder foreign =
        run("foreign", 7, 2, Map.of(), text -> text.replaceAll("6654df65", "00000000"));
    assertThatThrownBy(() -> compare(one, foreign))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("different models")
        .hasMessageContaining("00000000");
  }

  @Test
  void theRunsOwnPlanCostsWhatTheRunPredicted() throws Exception {
    Comparison comparison =
        compare(
            run("a", 4, 1, Map.of(), RunComparisonTest::same),
            run("b", 4, 2, Map.of(), RunComparisonTest::oneThread));
    assertThat(comparison.plans().how()).containsOnly("costs in place");
    for (int i = 0; i < 2; i++) {
      PlanCell own = Objects.requireNonNull(comparison.plans().rows().get(i).cells().get(i));
      assertThat(own.regretPercent()).isCloseTo(0, within(1e-9));
    }
    double predicted =
        RunLoader.compared(RecordedRuns.example()).evaluation().stream()
            .filter(row -> row.method().equals("FP32 Baseline"))
            .map(row -> Objects.requireNonNull(row.details().predictedLatencyMs()))
            .findFirst()
            .orElseThrow();
    assertThat(
            comparison.plans().rows().stream()
                .filter(row -> row.plan().equals("all FP32"))
                .map(row -> Objects.requireNonNull(row.cells().get(0)).ms()))
        .first()
        .satisfies(ms -> assertThat(ms).isCloseTo(predicted, within(1e-6)));
  }

  @Test
  void filesAreAsTheyWere() throws Exception {
    Comparison comparison =
        compare(
            run("a", 7, 1, Map.of(), RunComparisonTest::same),
            run(
                "b",
                7,
                2,
                Map.of(SLOWED, 1.2, "cpu/fp32/layer/fc", 0.7),
                RunComparisonTest::oneThread));
    golden("comparison.json", Json.pretty(comparison));
    golden("comparison.csv", ComparisonCsv.text(comparison));
    golden("comparison.md", ComparisonMarkdown.text(comparison));
    GateResult result = Gate.check(comparison, LIMITS);
    golden("gate.md", GateMarkdown.text(comparison, result));
    golden("gate.xml", JUnitXml.text(result));
  }

  @Test
  void namesAreTextInEveryFormat() throws Exception {
    String hostile = "\\u001b[31m</script><img src=x>|`_*=1\\u202e";
    UnaryOperator<String> label =
        text ->
            text.replaceFirst(
                "\"label\" : null", "\"label\" : \"" + "=" + hostile.replace("\\", "\\\\") + "\"");
    Comparison comparison =
        compare(run("a", 7, 1, Map.of(), label), run("b", 7, 2, Map.of(), label));
    assertThat(comparison.runs().get(0).name()).startsWith("=\u001b[31m");
    assertThat(ComparisonMarkdown.text(comparison))
        .doesNotContain("\u001b", "\u202e")
        .doesNotContainPattern("[^\\\\]<");
    assertThat(ComparisonCsv.text(comparison)).contains("'=\u001b[31m");
    assertThat(RunComparisonText.lines(comparison).toString()).doesNotContain("\u001b", "\u202e");
  }

  private static String same(String text) {
    return text;
  }

  private static String oneThread(String text) {
    return text.replaceFirst("\"threads\" : \\d+", "\"threads\" : 1");
  }

  private static void golden(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("layerbench.updateGolden")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  private Comparison slowed() throws IOException {
    return compare(
        run("before", 8, 1, Map.of(), RunComparisonTest::same),
        run("after", 8, 2, Map.of(SLOWED, 1.2), RunComparisonTest::same));
  }

  /** With all the noise that was recorded where nothing is slowed, else with a part of it. */
  private RunFolder run(
      String name, int forks, long seed, Map<String, Double> factors, UnaryOperator<String> record)
      throws IOException {
    double noise = name.matches("[ab]\\d") ? 1 : 0.1;
    return RecordedRuns.make(folder.resolve(name), forks, seed, noise, factors, record);
  }

  private static Comparison compare(RunFolder... runs) {
    ComparisonLoader loader = new ComparisonLoader();
    for (RunFolder run : runs) {
      loader.add(run);
    }
    return Comparer.compare(loader.runs(), loader.baselines(runs[0]), 2);
  }

  private static List<Change> layers(Comparison comparison) {
    List<Change> changes = new ArrayList<>();
    for (Line line : comparison.lines(Line.Kind.LAYER)) {
      changes.add(Objects.requireNonNull(line.cells().get(1).change()));
    }
    return changes;
  }

  private static @Nullable Verdict verdict(Line line) {
    Change change = line.cells().get(1).change();
    return change == null ? null : change.verdict();
  }
}

package io.layerbench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that nobody here wrote, ONNX's own backend tests, are read, prepared, split, rewritten and
 * written, and still give what the original gives; or they are refused with a reason. {@code
 * .ci/fetch-onnx-models} fetches them.
 */
class BackendModelsTest {

  private static final long OLDEST_OPSET = 11;

  /**
   * Stating a tensor's shape lets the runtime see that the branch of an If that is never taken
   * would not fit it, for which it refuses the model.
   */
  private static final Set<String> SHAPES_OF_OTHER_BRANCHES =
      Set.of(
          "node/test_affine_grid_3d_align_corners_expanded", "node/test_affine_grid_3d_expanded");

  private final Map<String, Set<String>> outcomes = new ConcurrentSkipListMap<>();

  private final Path folder;

  BackendModelsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void asTheyAre() {
    run("As they are", test -> true, test -> test);

    assertThat(count(BackendModelCheck.EQUAL)).isGreaterThan(1250);
    assertThat(count("as shipped")).isGreaterThan(1200);
  }

  /** Most come with weights as inputs, so that no layer is a layer. */
  @Test
  void withTheirWeightsAsConstants() {
    run(
        "With every input but the first as a constant",
        BackendModel::hasConstants,
        BackendModel::withConstants);

    assertThat(count(BackendModelCheck.EQUAL)).isGreaterThan(900);
    assertThat(count("int8 within 20%")).isGreaterThan(25);
    assertThat(count("fp16 within 20%")).isGreaterThan(25);
  }

  /** The oldest are refused; where what they hold has not changed since, they can tell still. */
  @Test
  void ofOldOperatorSets() {
    run(
        "Of operator sets before 11, as if they were of 11",
        test -> test.opset() > 0 && test.opset() < OLDEST_OPSET,
        test -> test.withOpset(OLDEST_OPSET));

    assertThat(count(BackendModelCheck.EQUAL)).isGreaterThan(135);
    assertThat(count("int8 within 20%")).isGreaterThan(28);
    assertThat(count("fp16 within 20%")).isGreaterThan(28);
  }

  private void run(String title, Predicate<BackendModel> which, UnaryOperator<BackendModel> form) {
    List<BackendModel> models = BackendModel.all().stream().filter(which).map(form).toList();
    models.parallelStream()
        .forEach(model -> new BackendModelCheck(model, folder, this::count).run());
    System.out.printf("ONNX backend tests. %s: %d models%n%s", title, models.size(), table());
    assertThat(names(BackendModelCheck.FAILED)).isEmpty();
    assertThat(names(BackendModelCheck.ONLY_OURS)).isSubsetOf(SHAPES_OF_OTHER_BRANCHES);
  }

  private void count(String outcome, BackendModel model) {
    outcomes.computeIfAbsent(outcome, any -> new ConcurrentSkipListSet<>()).add(model.name());
  }

  private int count(String outcome) {
    Set<String> names = outcomes.get(outcome);
    return names == null ? 0 : names.size();
  }

  /** The models of all outcomes that begin so. */
  private List<String> names(String start) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(start))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  /** How many had each outcome, with their names where they are not supported. */
  private String table() {
    StringBuilder table = new StringBuilder();
    outcomes.forEach(
        (outcome, names) -> {
          table.append("%6d %s%n".formatted(names.size(), outcome));
          if (outcome.contains("refuse")) {
            table.append("         ").append(String.join(" ", names)).append('\n');
          }
        });
    return table.toString();
  }
}

package io.layerbench.comparison;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as a comparison names it.
 *
 * @param id a letter, by the order in which the runs were given
 * @param comparedWith the id of the run that its cells are compared with; null for the baseline
 * @param name its label, or its device's id where it has none
 * @param device the device's id
 * @param cpu the processor's name
 * @param backend the backend
 * @param threads of the runtime
 * @param forks of each layer, as planned
 * @param iterations samples per fork
 * @param started UTC, ISO 8601
 * @param termination how it ended
 * @param plan how many layers its plan gives each precision; empty without a plan
 * @param warnings of its own
 * @param sentinelMs the median of its sentinels; null without sentinels
 * @param disturbedForks how many of its counted forks others disturbed
 * @param countedForks how many forks it has in all
 */
public record RunLine(
    String id,
    @Nullable String comparedWith,
    String name,
    String device,
    String cpu,
    String backend,
    int threads,
    int forks,
    int iterations,
    String started,
    String termination,
    Map<String, Integer> plan,
    int warnings,
    @Nullable Double sentinelMs,
    int disturbedForks,
    int countedForks) {

  private static final int LETTERS = 26;

  static RunLine of(int index, int baseline, ComparedRun run) {
    String label = run.record().options().label();
    Map<String, Integer> plan = new TreeMap<>();
    if (run.ranking() != null) {
      run.ranking().rows().forEach(row -> plan.merge(row.precision().id(), 1, Integer::sum));
    }
    return new RunLine(
        id(index),
        index == baseline ? null : id(baseline),
        label == null ? run.record().device().id() : label,
        run.record().device().id(),
        run.record().device().cpu().modelName().text(),
        run.backend(),
        run.record().options().threads(),
        run.record().layerForks(),
        run.record().options().iterations(),
        run.record().startedUtc(),
        run.record().termination().name(),
        plan,
        run.record().warnings().size(),
        run.machine().sentinelMs(),
        run.machine().disturbedForks(),
        run.timings().size());
  }

  /** A to Z, then R27 and so on. */
  static String id(int index) {
    return index < LETTERS ? String.valueOf((char) ('A' + index)) : "R" + (index + 1);
  }

  /** The place of the run with that id. */
  static int index(String id) {
    return id.startsWith("R") && id.length() > 1
        ? Integer.parseInt(id.substring(1)) - 1
        : id.charAt(0) - 'A';
  }
}

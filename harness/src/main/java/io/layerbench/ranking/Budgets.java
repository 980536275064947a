package io.layerbench.ranking;

import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan may cost at most.
 *
 * @param maxLatencyMs predicted, ms; null for no limit
 * @param maxSensitivity summed over the layers in INT8; null for no limit
 * @param maxSizeMb of the layers' weights, MB of 10⁶ bytes; null for no limit
 */
public record Budgets(
    @Nullable Double maxLatencyMs, @Nullable Double maxSensitivity, @Nullable Double maxSizeMb) {

  /** No limit of any kind. */
  public static final Budgets NONE = new Budgets(null, null, null);

  public Budgets {
    check("--max-latency", maxLatencyMs);
    check("--max-sensitivity", maxSensitivity);
    check("--max-size", maxSizeMb);
  }

  private static void check(String option, @Nullable Double limit) {
    if (limit != null && (!Double.isFinite(limit) || limit < 0)) {
      throw new UsageException(
          "The limit %s (%s) is no number of at least 0.".formatted(option, limit),
          "leave it out for no limit.");
    }
  }

  /** The same with at most that summed sensitivity, or less where less was asked for. */
  public Budgets withMaxSensitivity(double limit) {
    double least = maxSensitivity == null ? limit : Math.min(limit, maxSensitivity);
    return new Budgets(maxLatencyMs, least, maxSizeMb);
  }

  /** True where nothing is limited. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** For people and files, such as "max-latency=4.0". */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    add(texts, "max-latency", maxLatencyMs);
    add(texts, "max-sensitivity", maxSensitivity);
    add(texts, "max-size", maxSizeMb);
    return texts;
  }

  private static void add(List<String> texts, String name, @Nullable Double limit) {
    if (limit != null) {
      texts.add(name + "=" + limit);
    }
  }
}

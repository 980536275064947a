package io.layerbench.cli;

import io.layerbench.base.UsageException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: 90s, 5m, 1h30m, or ISO 8601 (PT5M). */
final class TimeLimit {

  private TimeLimit() {}

  /**
   * Whole seconds; null for null.
   *
   * @throws UsageException when it is no duration of at least a second
   */
  static @Nullable Long seconds(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String upper = text.strip().toUpperCase(Locale.ROOT);
    Duration limit;
    try {
      limit = Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--time-limit (" + text + ") is no duration.", "write for example 90s, 5m or 1h.", e);
    }
    if (limit.toSeconds() < 1) {
      throw new UsageException(
          "--time-limit (" + text + ") must be at least a second.",
          "write for example 90s, 5m or 1h.");
    }
    return limit.toSeconds();
  }
}

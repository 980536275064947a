package io.layerbench.ranking;

import io.layerbench.base.UsageException;

/**
 * How much latency, memory and energy count in a score: score = (latency weight · latency + memory
 * weight · memory + energy weight · energy) / (sensitivity + ε).
 *
 * @param latency finite, at least 0
 * @param memory finite, at least 0
 * @param energy finite, at least 0, and not 0 with the others
 */
public record ScoreWeights(double latency, double memory, double energy) {

  /** Latency and memory count once, as in the paper, and energy does not. */
  public static final ScoreWeights EQUAL = new ScoreWeights(1, 1, 0);

  private static final String FORM = "write it as latency=1,memory=0.5,energy=0.";

  public ScoreWeights {
    boolean valid =
        Double.isFinite(latency)
            && Double.isFinite(memory)
            && Double.isFinite(energy)
            && latency >= 0
            && memory >= 0
            && energy >= 0
            && latency + memory + energy > 0;
    if (!valid) {
      throw new UsageException(
          "The score's weights (latency=%s, memory=%s, energy=%s) must be at least 0, and one above 0."
              .formatted(latency, memory, energy),
          "leave them out for 1, 1 and 0.");
    }
  }

  /**
   * Reads for example "latency=1,memory=0.5"; what is left out is 1, and energy 0.
   *
   * @throws UsageException when it is not of that form
   */
  public static ScoreWeights parse(String text) {
    Double latency = null;
    Double memory = null;
    Double energy = null;
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      double value = equals < 0 ? Double.NaN : number(part.substring(equals + 1), text);
      if (name.equals("latency") && equals > 0 && latency == null) {
        latency = value;
      } else if (name.equals("memory") && equals > 0 && memory == null) {
        memory = value;
      } else if (name.equals("energy") && equals > 0 && energy == null) {
        energy = value;
      } else {
        throw new UsageException("The score's weights (" + text + ") cannot be read.", FORM);
      }
    }
    return new ScoreWeights(
        latency == null ? 1 : latency, memory == null ? 1 : memory, energy == null ? 0 : energy);
  }

  private static double number(String value, String text) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "The score's weights (" + text + ") hold no number (" + value + ").", FORM, e);
    }
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return "latency=" + latency + ",memory=" + memory + (energy > 0 ? ",energy=" + energy : "");
  }
}

package io.layerbench.run;

import io.layerbench.backend.Backends;
import io.layerbench.base.UsageException;
import io.layerbench.device.EnergyUse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The energy of cases, from their forks. */
public final class Energies {

  private Energies() {}

  /**
   * Millijoules of one call, by the fork that counted it.
   *
   * @param forks of one case
   * @return null where none has it
   */
  public static @Nullable Double mjPerCall(List<Timing> forks) {
    return uses(forks).stream()
        .map(EnergyUse::mjPerCall)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static List<EnergyUse> uses(List<Timing> forks) {
    return forks.stream()
        .map(Timing::process)
        .filter(Objects::nonNull)
        .map(ProcessUse::energy)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Why a run has no energies on a backend; null where its counter is known and asked for. */
  public static @Nullable String reason(RunRecord record, String backend) {
    return record.options().energy()
        ? record.conditions().energyCounter(Backends.named(backend).energyDomain()).unknown()
        : "--energy off";
  }

  /** The error of a score that counts what is unknown. */
  public static UsageException missing(String backend, String reason) {
    return new UsageException(
        "The score's weights count energy, and on %s it is unknown: %s.".formatted(backend, reason),
        "leave energy out of --score-weights.");
  }

  /** Refuses a score that counts what this run cannot measure. */
  public static void check(RunRecord record) {
    for (String backend : record.options().backends()) {
      String reason = reason(record, backend);
      if (record.options().planning().score().weights().energy() > 0 && reason != null) {
        throw missing(backend, reason);
      }
    }
  }

  /**
   * Why a case has no energy though it was timed.
   *
   * @param forks of it
   */
  public static String reason(RunRecord record, String backend, List<Timing> forks) {
    String general = reason(record, backend);
    return general != null
        ? general
        : uses(forks).stream()
            .map(EnergyUse::unknown)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("no fork counted it");
  }
}

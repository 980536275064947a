package io.layerbench.device;

import org.jspecify.annotations.Nullable;

/** Measures the energy of a case, in the process that runs it. */
public final class EnergyMeter {

  private EnergyMeter() {}

  /**
   * Calls back to back for about a second, 5 s at most, and counts.
   *
   * @param domain where the call computes
   */
  public static EnergyUse measure(EnergyDomain domain, Runnable call) {
    EnergySource source = EnergySource.ofThisMachine(domain);
    EnergyCounter counter = source.counter();
    return counter == null
        ? EnergyUse.unknown(String.valueOf(source.name().unknown()))
        : new EnergyWindow(counter, System::nanoTime, EnergyWindow.Length.OF_CASE).measure(call);
  }

  /**
   * What holds back the clock of the graphics processor that a case ran on, right after it, "none"
   * or "unknown"; null for a case on the processor.
   */
  public static @Nullable String clockLimits(EnergyDomain domain) {
    return domain == EnergyDomain.NVIDIA_GPU ? Nvidia.ofThisMachine().clockLimits().text() : null;
  }
}

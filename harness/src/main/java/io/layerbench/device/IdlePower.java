package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What a counter shows while this program does nothing.
 *
 * @param counter what it counts, or why it does not
 * @param watts the mean power meanwhile
 */
record IdlePower(Fact counter, Fact watts) {

  private static final long PAUSE_NANOS = 5_000_000;

  /** Waits for half a second, 2 s at most where the counter stands still, if there is one. */
  static IdlePower measure(EnergySource source, LongSupplier clock) {
    EnergyCounter counter = source.counter();
    if (counter == null) {
      return new IdlePower(source.name(), source.name());
    }
    EnergyUse use =
        new EnergyWindow(counter, clock, EnergyWindow.Length.IDLE)
            .measure(() -> LockSupport.parkNanos(PAUSE_NANOS));
    Double watts = use.watts();
    Fact unknown = Fact.unknown(String.valueOf(use.unknown()));
    // A counter that stands still counts no case either.
    return watts == null
        ? new IdlePower(unknown, unknown)
        : new IdlePower(source.name(), FactNumbers.decimal(watts, 2));
  }
}

package io.layerbench.device;

import java.util.OptionalLong;

/** A counter of the energy that a part of the machine has used. */
interface EnergyCounter {

  /** What it counts, for people. */
  String name();

  /** Microjoules since the counter was opened; empty where it cannot be read any more. */
  OptionalLong microjoules();
}

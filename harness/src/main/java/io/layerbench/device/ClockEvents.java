package io.layerbench.device;

import java.util.ArrayList;
import java.util.List;

/** What holds a graphics processor's clocks back, by NVML's bits (nvmlClocksEventReason… there). */
final class ClockEvents {

  private static final List<String> NAMES =
      List.of(
          "idle",
          "applications clocks setting",
          "power cap",
          "hardware slowdown",
          "sync boost",
          "thermal slowdown by the driver",
          "thermal slowdown by the hardware",
          "power brake",
          "display clock setting");

  private ClockEvents() {}

  /** The reasons in words, or "none". */
  static String text(long bits) {
    List<String> reasons = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) != 0) {
        reasons.add(bit < NAMES.size() ? NAMES.get(bit) : "bit " + bit);
      }
    }
    return reasons.isEmpty() ? "none" : String.join(", ", reasons);
  }
}

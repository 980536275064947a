package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.OptionalLong;

/**
 * The processors' time since boot in the kernel's ticks.
 *
 * @param steal ticks that a hypervisor gave to others while this machine wanted them
 * @param total all ticks: used, idle and stolen
 */
record CpuTicks(Fact steal, Fact total) {

  private static final String PATH = "/proc/stat";

  /** user, nice, system, idle, iowait, irq, softirq, steal; guest time is within user time. */
  private static final int FIELDS = 8;

  static CpuTicks read(SystemFiles files) {
    Fact line = files.line(PATH);
    if (line.value() == null) {
      return new CpuTicks(line, line);
    }
    String[] words = line.value().split("\\s+", -1);
    Fact garbled = Fact.unknown(PATH + " is garbled");
    if (words.length <= FIELDS || !words[0].equals("cpu")) {
      return new CpuTicks(garbled, garbled);
    }
    long total = 0;
    for (int i = 1; i <= FIELDS; i++) {
      OptionalLong ticks = CpuLists.count(words[i]);
      if (ticks.isEmpty()) {
        return new CpuTicks(garbled, garbled);
      }
      total += ticks.getAsLong();
    }
    return new CpuTicks(Fact.known(words[FIELDS]), FactNumbers.whole(total));
  }

  /** The stolen share since boot. */
  Fact stealPercent() {
    return FactNumbers.percent(steal, total);
  }
}

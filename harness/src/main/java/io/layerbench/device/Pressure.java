package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's pressure stall information for processors: how long some thread of the machine was
 * ready to run and waited.
 *
 * @param averagePercent mean of the last 10 s
 * @param totalMicros time since boot
 */
record Pressure(Fact averagePercent, Fact totalMicros) {

  private static final String PATH = "/proc/pressure/cpu";
  private static final Pattern SOME =
      Pattern.compile("some avg10=(\\d{1,3}\\.\\d{1,4}) .*total=(\\d{1,18})");

  static Pressure read(SystemFiles files) {
    Fact line = files.line(PATH);
    if (line.value() == null) {
      return new Pressure(line, line);
    }
    Matcher some = SOME.matcher(line.value());
    Fact garbled = Fact.unknown(PATH + " is garbled");
    return some.matches()
        ? new Pressure(Fact.known(some.group(1)), Fact.known(some.group(2)))
        : new Pressure(garbled, garbled);
  }
}

package io.layerbench.device;

import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of processors as the kernel writes them, for example "0-3,8,10-11". */
final class CpuLists {

  /** The kernel's own limit on processors is 8192; a garbled range must not fill the memory. */
  private static final int MAX_CPU = 1 << 16;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  private CpuLists() {}

  /** The processors of a list; empty where the text is empty or garbled. */
  static SortedSet<Integer> parse(String text) {
    SortedSet<Integer> cpus = new TreeSet<>();
    for (String part : text.strip().split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        return new TreeSet<>();
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last > MAX_CPU || first > last) {
        return new TreeSet<>();
      }
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }

  /** A whole number that is not negative; absent where the text is something else. */
  static OptionalLong count(String text) {
    return text.strip().matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text.strip()))
        : OptionalLong.empty();
  }
}

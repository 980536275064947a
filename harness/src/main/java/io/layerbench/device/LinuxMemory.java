package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Main memory as Linux counts it. */
final class LinuxMemory {

  private static final long GIB = 1L << 30;
  private static final String BLOCKS = "/sys/devices/system/memory";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMG]?)");

  private final SystemFiles files;

  LinuxMemory(SystemFiles files) {
    this.files = files;
  }

  /**
   * The installed memory, rounded to GiB. The kernel's memory blocks come first: unlike MemTotal
   * they do not shrink with what a kernel keeps for itself.
   */
  Fact installedGib() {
    String blockSize = files.line(BLOCKS + "/block_size_bytes").text();
    if (blockSize.matches("[0-9a-f]{1,12}")) {
      long blocks = files.names(BLOCKS).stream().filter(n -> n.matches("memory\\d+")).count();
      long gib = Math.round((double) blocks * Long.parseLong(blockSize, 16) / GIB);
      if (gib >= 1) {
        return FactNumbers.whole(gib);
      }
    }
    Fact total = total();
    return total.value() == null ? total : gib(Long.parseLong(total.value()));
  }

  /** Bytes as whole GiB, at least 1. */
  static Fact gib(long bytes) {
    return FactNumbers.whole(Math.max(1, Math.round((double) bytes / GIB)));
  }

  /** The memory that the kernel manages, in bytes. */
  Fact total() {
    return field("MemTotal");
  }

  /** The memory that a program could still get without swapping, in bytes. */
  Fact available() {
    return field("MemAvailable");
  }

  private Fact field(String name) {
    Fact text = files.read("/proc/meminfo");
    if (text.value() == null) {
      return text;
    }
    Matcher matcher =
        Pattern.compile("^" + name + ":\\s*(\\d{1,15}) kB\\s*$", Pattern.MULTILINE)
            .matcher(text.value());
    OptionalLong kib = matcher.find() ? CpuLists.count(matcher.group(1)) : OptionalLong.empty();
    return kib.isPresent() && kib.getAsLong() > 0
        ? FactNumbers.whole(kib.getAsLong() * 1024)
        : Fact.unknown("/proc/meminfo has no " + name);
  }

  /** A size as sysfs writes it ("32K", "2M"), in bytes; 0 where it is garbled. */
  static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "K" -> number << 10;
      case "M" -> number << 20;
      case "G" -> number << 30;
      default -> number;
    };
  }
}

package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The control groups that limit this process's CPU time, version 1 or 2, from its own group up to
 * the root: the tightest limit counts. Their names are never shown, since they can name a user.
 */
final class Cgroup {

  static final String UNLIMITED = "unlimited";

  private static final String MOUNT = "/sys/fs/cgroup";
  private static final Pattern MAX = Pattern.compile("(max|\\d{1,15})\\s+(\\d{1,15})");

  private final SystemFiles files;
  private final boolean version1;
  private final List<String> directories = new ArrayList<>();

  Cgroup(SystemFiles files) {
    this.files = files;
    String controllers = "";
    String version1Path = "/";
    String version2Path = "/";
    for (String line : files.read("/proc/self/cgroup").text().lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("cpu")) {
        controllers = parts[1];
        version1Path = parts[2];
      } else if (parts.length == 3 && parts[1].isEmpty()) {
        version2Path = parts[2];
      }
    }
    version1 = !controllers.isEmpty();
    if (version1) {
      addUpwards(MOUNT + "/" + controllers, version1Path);
      addUpwards(MOUNT + "/cpu", version1Path);
    } else {
      addUpwards(MOUNT, version2Path);
    }
  }

  private void addUpwards(String base, String path) {
    String rest = path;
    while (rest.length() > 1 && rest.startsWith("/")) {
      directories.add(base + rest + "/");
      rest = rest.substring(0, rest.lastIndexOf('/'));
    }
    directories.add(base + "/");
  }

  /** The quota in processors, for example "1.50", or "unlimited". */
  Fact quotaCores() {
    double least = Double.POSITIVE_INFINITY;
    boolean found = false;
    for (String directory : directories) {
      Fact limit = version1 ? version1Limit(directory) : files.line(directory + "cpu.max");
      if (limit.value() == null) {
        continue;
      }
      OptionalDouble cores = cores(limit.value());
      if (cores.isEmpty()) {
        return Fact.unknown("a control group's CPU quota is garbled");
      }
      found = true;
      least = Math.min(least, cores.getAsDouble());
    }
    if (least < Double.POSITIVE_INFINITY) {
      return FactNumbers.decimal(least, 2);
    }
    // The root group of version 2 has no quota file, as nothing can limit it.
    return found || (!version1 && files.exists(MOUNT + "/cgroup.controllers"))
        ? Fact.known(UNLIMITED)
        : Fact.unknown("no control group for the CPU is visible");
  }

  private Fact version1Limit(String directory) {
    Fact quota = files.line(directory + "cpu.cfs_quota_us");
    Fact period = files.line(directory + "cpu.cfs_period_us");
    if (quota.value() == null || period.value() == null) {
      return Fact.unknown("no quota");
    }
    return Fact.known((quota.value().equals("-1") ? "max" : quota.value()) + " " + period.value());
  }

  private static OptionalDouble cores(String limit) {
    Matcher matcher = MAX.matcher(limit);
    if (!matcher.matches() || Long.parseLong(matcher.group(2)) == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        matcher.group(1).equals("max")
            ? Double.POSITIVE_INFINITY
            : Double.parseDouble(matcher.group(1)) / Double.parseDouble(matcher.group(2)));
  }

  /** How many scheduling periods ended with this process's group held back by its quota. */
  Fact throttledPeriods() {
    for (String directory : directories) {
      for (String line : files.read(directory + "cpu.stat").text().lines().toList()) {
        if (line.matches("nr_throttled \\d{1,18}")) {
          return Fact.known(line.substring("nr_throttled ".length()));
        }
      }
    }
    return Fact.unknown("no control group counts throttled periods");
  }
}

package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The energy of all processor packages by RAPL, which Linux shows for Intel's and AMD's processors
 * below /sys/class/powercap. A package's count goes back to 0 behind max_energy_range_uj, after
 * minutes at the earliest; one such step between two readings is made good.
 */
final class RaplCounter implements EnergyCounter {

  static final String TREE = "/sys/class/powercap";

  private final SystemFiles files;
  private final List<Domain> packages;

  private RaplCounter(SystemFiles files, List<Domain> packages) {
    this.files = files;
    this.packages = packages;
  }

  /** One package's count, as it was when it was last read. */
  private static final class Domain {
    final String directory;
    final long range;
    long last;
    long total;

    Domain(String directory, long range, long last) {
      this.directory = directory;
      this.range = range;
      this.last = last;
    }

    void add(long count) {
      total += count >= last ? count - last : count + range - last;
      last = count;
    }
  }

  /** All packages' counters, or why they cannot be read. */
  static EnergySource open(SystemFiles files) {
    if (!files.present()) {
      return EnergySource.none(files.line(TREE).unknown() + ", only on Linux");
    }
    List<Domain> packages = new ArrayList<>();
    for (String name : files.names(TREE)) {
      String directory = TREE + "/" + name;
      // Not intel-rapl:0:0 (a part of a package) nor intel-rapl-mmio:0 (the same one once more).
      if (!name.matches("intel-rapl:\\d+")
          || !files.line(directory + "/name").text().startsWith("package")) {
        continue;
      }
      Fact count = files.line(directory + "/energy_uj");
      OptionalLong now = CpuLists.count(count.text());
      OptionalLong range = CpuLists.count(files.line(directory + "/max_energy_range_uj").text());
      if (now.isEmpty()) {
        return EnergySource.none(unreadable(directory + "/energy_uj", count));
      }
      if (range.orElse(0) < 1) {
        return EnergySource.none(directory + " does not say when it wraps (max_energy_range_uj)");
      }
      packages.add(new Domain(directory, range.getAsLong(), now.getAsLong()));
    }
    return packages.isEmpty()
        ? EnergySource.none(
            "there is no RAPL package in " + TREE + " (virtual machines mostly have none)")
        : EnergySource.of(new RaplCounter(files, packages));
  }

  static String unreadable(String file, Fact count) {
    String reason = count.unknown();
    if (reason == null) {
      return file + " is garbled";
    }
    return reason.contains("AccessDenied")
        ? file + " is closed to this user: run as root, or allow reading it (chmod a+r)"
        : reason;
  }

  @Override
  public String name() {
    return packages.size() == 1 ? "RAPL, 1 package" : "RAPL, " + packages.size() + " packages";
  }

  @Override
  public OptionalLong microjoules() {
    long sum = 0;
    for (Domain one : packages) {
      OptionalLong count = CpuLists.count(files.line(one.directory + "/energy_uj").text());
      if (count.isEmpty()) {
        return OptionalLong.empty();
      }
      one.add(count.getAsLong());
      sum += one.total;
    }
    return OptionalLong.of(sum);
  }
}

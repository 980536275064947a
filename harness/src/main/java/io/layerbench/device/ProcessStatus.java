package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.SortedSet;
import java.util.TreeSet;

/** What /proc/self/status says about this process. */
final class ProcessStatus {

  private static final String PATH = "/proc/self/status";
  private static final String KEY = "Cpus_allowed_list:";

  private ProcessStatus() {}

  /** The processors on which this process may be scheduled; empty where that is unknown. */
  static SortedSet<Integer> allowedCpus(SystemFiles files) {
    Fact list = allowedCpuList(files);
    return list.value() == null ? new TreeSet<>() : CpuLists.parse(list.value());
  }

  /** The same as the kernel writes it, for example "0-3,8". */
  static Fact allowedCpuList(SystemFiles files) {
    Fact status = files.read(PATH);
    if (status.value() == null) {
      return status;
    }
    String list =
        status
            .value()
            .lines()
            .filter(line -> line.startsWith(KEY))
            .map(line -> line.substring(KEY.length()).strip())
            .findFirst()
            .orElse("");
    return CpuLists.parse(list).isEmpty()
        ? Fact.unknown(PATH + " has no usable Cpus_allowed_list")
        : Fact.known(list);
  }
}

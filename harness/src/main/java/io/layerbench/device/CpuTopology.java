package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How logical processors, cores, packages, NUMA nodes and caches belong together on Linux. */
final class CpuTopology {

  private static final String CPUS = "/sys/devices/system/cpu";
  private static final String NO_TOPOLOGY = "the kernel does not say which processors share a core";

  private final SystemFiles files;
  private final CpuInfo info;
  private final SortedSet<Integer> online;

  /** Per processor a name of its core, equal for the threads of one core. */
  private final Map<Integer, String> coreMap = new TreeMap<>();

  CpuTopology(SystemFiles files, CpuInfo info) {
    this.files = files;
    this.info = info;
    this.online = online();
    for (int cpu : online) {
      String topology = CPUS + "/cpu" + cpu + "/topology/";
      Fact siblings = files.line(topology + "core_cpus_list");
      Fact core =
          siblings.value() == null ? files.line(topology + "thread_siblings_list") : siblings;
      if (core.value() != null && !CpuLists.parse(core.value()).isEmpty()) {
        coreMap.put(cpu, core.value());
      }
    }
    if (coreMap.size() < online.size()) {
      coreMap.clear();
      coreMap.putAll(coresByInfo());
    }
  }

  private SortedSet<Integer> online() {
    SortedSet<Integer> cpus = CpuLists.parse(files.line(CPUS + "/online").text());
    if (cpus.isEmpty()) {
      for (Map<String, String> processor : info.processors()) {
        cpus.addAll(CpuLists.parse(processor.getOrDefault("processor", "")));
      }
    }
    return cpus;
  }

  private Map<Integer, String> coresByInfo() {
    Map<Integer, String> cores = new HashMap<>();
    for (Map<String, String> processor : info.processors()) {
      String core = processor.get("core id");
      for (int cpu : CpuLists.parse(processor.getOrDefault("processor", ""))) {
        if (core != null) {
          cores.put(cpu, processor.getOrDefault("physical id", "0") + ":" + core);
        }
      }
    }
    return cores.keySet().containsAll(online) ? cores : Map.of();
  }

  /** The processors that are switched on. */
  SortedSet<Integer> onlineCpus() {
    return online;
  }

  /** The cores to which these processors belong; unknown where the topology is. */
  Fact cores(Set<Integer> cpus) {
    if (cpus.isEmpty() || !coreMap.keySet().containsAll(cpus)) {
      return Fact.unknown(NO_TOPOLOGY);
    }
    Set<String> cores = new HashSet<>();
    cpus.forEach(cpu -> cores.add(String.valueOf(coreMap.get(cpu))));
    return FactNumbers.whole(cores.size());
  }

  /** Processors that the machine has, switched on or not. */
  Fact logicalCores() {
    Fact present = files.line(CPUS + "/present");
    SortedSet<Integer> cpus = CpuLists.parse(present.text());
    int count = cpus.isEmpty() ? info.processors().size() : cpus.size();
    return count == 0
        ? (present.value() == null ? present : Fact.unknown(CPUS + "/present is garbled"))
        : FactNumbers.whole(count);
  }

  Fact packages() {
    Set<String> packages = new TreeSet<>();
    for (int cpu : online) {
      Fact id = files.line(CPUS + "/cpu" + cpu + "/topology/physical_package_id");
      if (CpuLists.count(id.text()).isEmpty()) {
        return packagesByInfo();
      }
      packages.add(id.text());
    }
    return packages.isEmpty() ? packagesByInfo() : FactNumbers.whole(packages.size());
  }

  private Fact packagesByInfo() {
    Set<String> packages = new TreeSet<>();
    for (Map<String, String> processor : info.processors()) {
      String id = processor.get("physical id");
      if (id == null) {
        return Fact.unknown("the kernel does not number the packages");
      }
      packages.add(id);
    }
    return packages.isEmpty() ? info.missing("physical id") : FactNumbers.whole(packages.size());
  }

  /** "yes" where cores can run several threads, also when that is switched off. */
  Fact smt() {
    Fact control = files.line(CPUS + "/smt/control");
    boolean shared = new HashSet<>(coreMap.values()).size() < coreMap.size();
    if (shared || List.of("on", "off", "forceoff").contains(control.text())) {
      return Fact.known("yes");
    }
    if (List.of("notsupported", "notimplemented").contains(control.text()) && !coreMap.isEmpty()) {
      return Fact.known("no");
    }
    return control.value() == null
        ? control
        : Fact.unknown(coreMap.isEmpty() ? NO_TOPOLOGY : CPUS + "/smt/control is garbled");
  }

  Fact numaNodes() {
    Fact nodes = files.line("/sys/devices/system/node/online");
    int count = CpuLists.parse(nodes.text()).size();
    if (nodes.value() == null) {
      return nodes;
    }
    return count == 0
        ? Fact.unknown("/sys/devices/system/node/online is garbled")
        : FactNumbers.whole(count);
  }

  /** The kinds of caches; equal caches of several cores count as one kind. */
  FactList<Cache> caches() {
    TreeSet<Cache> caches = new TreeSet<>(Cache.ORDER);
    boolean complete = true;
    for (int cpu : online) {
      String directory = CPUS + "/cpu" + cpu + "/cache";
      for (String index : files.names(directory)) {
        if (index.startsWith("index")) {
          complete &= addCache(directory + "/" + index + "/", caches);
        }
      }
    }
    if (caches.isEmpty()) {
      return FactList.unknown("the kernel lists no caches");
    }
    return new FactList<>(
        new ArrayList<>(caches), complete ? null : "the kernel does not say some caches' sizes");
  }

  private boolean addCache(String directory, Set<Cache> caches) {
    Fact type = files.line(directory + "type");
    long level = CpuLists.count(files.line(directory + "level").text()).orElse(0);
    long bytes = LinuxMemory.bytes(files.line(directory + "size").text());
    boolean known = List.of("Data", "Instruction", "Unified").contains(type.text());
    if (level < 1 || level > 9 || bytes < 1 || !known) {
      return false;
    }
    Fact list = files.line(directory + "shared_cpu_list");
    int shared = CpuLists.parse(list.text()).size();
    caches.add(
        new Cache(
            (int) level,
            Cache.Type.valueOf(type.text().toUpperCase(Locale.ROOT)),
            bytes,
            shared == 0 ? Fact.unknown("the kernel does not say") : FactNumbers.whole(shared)));
    return true;
  }
}

package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** What surrounds a process on Linux: system, load, power, heat, hypervisor, container. */
final class LinuxEnvironment {

  private static final String SUPPLIES = "/sys/class/power_supply";
  private static final String SENSORS = "/sys/class/hwmon";
  private static final String ZONES = "/sys/class/thermal";
  private static final Set<String> CPU_SENSORS =
      Set.of("coretemp", "k10temp", "zenpower", "cpu_thermal");

  private final SystemFiles files;

  LinuxEnvironment(SystemFiles files) {
    this.files = files;
  }

  Fact operatingSystem() {
    Fact release = files.read("/etc/os-release");
    if (release.value() == null) {
      return release;
    }
    for (String line : release.value().lines().toList()) {
      if (line.startsWith("PRETTY_NAME=")) {
        String name = line.substring("PRETTY_NAME=".length()).replaceAll("[\"']", "");
        return Fact.known(SystemFiles.printable(name));
      }
    }
    return Fact.unknown("/etc/os-release has no PRETTY_NAME");
  }

  Fact loadAverage() {
    Fact line = files.line("/proc/loadavg");
    Fact first = Fact.known(line.text().split(" ", 2)[0]);
    return line.value() == null || FactNumbers.of(first).isPresent()
        ? (line.value() == null ? line : first)
        : Fact.unknown("/proc/loadavg is garbled");
  }

  /** "mains" where an adapter is online, "battery" where one discharges or no adapter is online. */
  Fact powerSource() {
    boolean adapter = false;
    boolean battery = false;
    for (String name : files.names(SUPPLIES)) {
      String supply = SUPPLIES + "/" + name + "/";
      String type = files.line(supply + "type").text();
      if (files.line(supply + "scope").text().equals("Device")) {
        continue; // The battery of a mouse says nothing about the machine.
      }
      if (type.equals("Battery")) {
        battery |= files.line(supply + "status").text().equals("Discharging");
      } else if (files.line(supply + "online").text().equals("1")) {
        return Fact.known("mains");
      } else if (type.equals("Mains")) {
        adapter = true;
      }
    }
    return adapter || battery
        ? Fact.known("battery")
        : LinuxSettings.missing(files, "the system reports no power supply");
  }

  /** The hottest sensor of the processor. */
  Fact temperatureCelsius() {
    TreeSet<Double> celsius = new TreeSet<>();
    for (String name : files.names(SENSORS)) {
      String sensor = SENSORS + "/" + name + "/";
      if (CPU_SENSORS.contains(files.line(sensor + "name").text())) {
        for (String file : files.names(SENSORS + "/" + name)) {
          if (file.matches("temp\\d+_input")) {
            addMillidegrees(files.line(sensor + file), celsius);
          }
        }
      }
    }
    for (String name : files.names(ZONES)) {
      String type = files.line(ZONES + "/" + name + "/type").text().toLowerCase(Locale.ROOT);
      if (type.equals("x86_pkg_temp") || type.contains("cpu")) {
        addMillidegrees(files.line(ZONES + "/" + name + "/temp"), celsius);
      }
    }
    return celsius.isEmpty()
        ? LinuxSettings.missing(files, "no sensor of the processor is readable")
        : FactNumbers.decimal(celsius.last(), 1);
  }

  private static void addMillidegrees(Fact value, Set<Double> celsius) {
    OptionalDouble number = FactNumbers.of(value);
    // A sensor that is not connected reads 0, and a broken one nonsense.
    if (number.isPresent() && number.getAsDouble() > 0 && number.getAsDouble() < 150_000) {
      celsius.add(number.getAsDouble() / 1000);
    }
  }

  /** "yes" where the processor or the firmware says so; "no" only where x86 does not. */
  Fact virtualMachine(CpuInfo info) {
    FactList<String> flags = info.flags();
    if (flags.items().contains("hypervisor") || files.exists("/sys/hypervisor/type")) {
      String vendor = files.line("/sys/class/dmi/id/sys_vendor").value();
      return Fact.known(vendor == null ? "yes" : "yes (" + vendor + ")");
    }
    if (flags.items().contains("fpu")) {
      return Fact.known("no");
    }
    return LinuxSettings.missing(files, "this processor does not say whether it is virtual");
  }

  Fact container() {
    if (files.exists("/.dockerenv")) {
      return Fact.known("docker");
    }
    if (files.exists("/run/.containerenv")) {
      return Fact.known("podman");
    }
    if (files.exists("/var/run/secrets/kubernetes.io")) {
      return Fact.known("kubernetes");
    }
    Fact groups = files.read("/proc/1/cgroup");
    if (groups.value() == null) {
      return groups;
    }
    List<String> words = List.of(groups.value().split("[^a-z]+", -1));
    String first =
        List.of("kubepods", "docker", "containerd", "lxc").stream()
            .filter(words::contains)
            .findFirst()
            .orElse("none detected");
    return Fact.known(first);
  }
}

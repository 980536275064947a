package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of the Linux kernel that change what a benchmark measures. */
final class LinuxSettings {

  private static final String CPUS = "/sys/devices/system/cpu";
  private static final Pattern CHOSEN = Pattern.compile("\\[(\\w{1,40})]");

  private final SystemFiles files;

  LinuxSettings(SystemFiles files) {
    this.files = files;
  }

  /** The frequency governor; several are joined by "+". */
  Fact governor() {
    return ofPolicies("scaling_governor");
  }

  Fact scalingDriver() {
    return ofPolicies("scaling_driver");
  }

  private Fact ofPolicies(String file) {
    TreeSet<String> values = new TreeSet<>();
    for (String policy : policies(files)) {
      Fact value = files.line(policy + "/" + file);
      if (value.value() != null) {
        values.add(value.value());
      }
    }
    return values.isEmpty()
        ? missing(files, "the kernel does not control the CPU frequency")
        : Fact.known(String.join("+", values));
  }

  /** The directories that describe the processors' frequency control. */
  static List<String> policies(SystemFiles files) {
    return files.names(CPUS + "/cpufreq").stream()
        .filter(name -> name.matches("policy\\d+"))
        .map(name -> CPUS + "/cpufreq/" + name)
        .toList();
  }

  Fact turbo() {
    Fact noTurbo = files.line(CPUS + "/intel_pstate/no_turbo");
    if (noTurbo.value() != null) {
      return choice(noTurbo, "disabled", "enabled");
    }
    Fact boost = files.line(CPUS + "/cpufreq/boost");
    return boost.value() == null
        ? missing(files, "the kernel does not control the CPU frequency boost")
        : choice(boost, "enabled", "disabled");
  }

  Fact smtActive() {
    return choice(files.line(CPUS + "/smt/active"), "yes", "no");
  }

  private static Fact choice(Fact flag, String one, String zero) {
    return switch (flag.text()) {
      case "1" -> Fact.known(one);
      case "0" -> Fact.known(zero);
      default -> flag.value() == null ? flag : Fact.unknown("the kernel's value is garbled");
    };
  }

  Fact transparentHugePages() {
    Fact choices = files.line("/sys/kernel/mm/transparent_hugepage/enabled");
    Matcher chosen = CHOSEN.matcher(choices.text());
    if (choices.value() == null) {
      return choices;
    }
    return chosen.find()
        ? Fact.known(chosen.group(1))
        : Fact.unknown("the kernel's value is garbled");
  }

  Fact clockSource() {
    return files.line("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  }

  /** An unknown fact with this reason, or that of a system that is not Linux. */
  static Fact missing(SystemFiles files, String reason) {
    return files.present() ? Fact.unknown(reason) : files.read("/");
  }
}

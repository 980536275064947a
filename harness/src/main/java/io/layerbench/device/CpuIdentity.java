package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What /proc/cpuinfo says about the processor's make: x86 and Arm use different words. */
record CpuIdentity(
    Fact vendor, Fact modelName, Fact family, Fact model, Fact stepping, Fact microarchitecture) {

  private static final String IMPLEMENTER = "cpu implementer";
  private static final String PART = "cpu part";
  private static final String ARM_LIMITED = "0x41";

  static CpuIdentity of(CpuInfo info) {
    return info.first(IMPLEMENTER).value() == null ? x86(info) : arm(info);
  }

  private static CpuIdentity x86(CpuInfo info) {
    Fact vendor = info.first("vendor_id");
    Fact family = info.first("cpu family");
    Fact model = info.first("model");
    Fact stepping = info.first("stepping");
    Fact name = info.first("model name");
    return new CpuIdentity(
        vendor,
        name.value() == null ? name : Fact.known(name.value().replaceAll("\\s+", " ")),
        family,
        model,
        stepping,
        Microarchitectures.ofX86(vendor, family, model, stepping));
  }

  private static CpuIdentity arm(CpuInfo info) {
    TreeSet<String> vendors = new TreeSet<>();
    TreeSet<String> parts = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> steppings = new TreeSet<>();
    boolean allNamed = true;
    for (Map<String, String> core : info.processors()) {
      String implementer = hex(core.get(IMPLEMENTER));
      String part = hex(core.get(PART));
      String vendor = Microarchitectures.armVendor(implementer);
      Fact name =
          implementer.equals(ARM_LIMITED) ? Microarchitectures.ofArm(part) : Fact.unknown("");
      allNamed &= name.value() != null;
      vendors.add(vendor);
      parts.add(part);
      names.add(name.value() == null ? vendor + " " + part : name.value());
      steppings.add("r" + variant(core) + "p" + core.getOrDefault("cpu revision", "?"));
    }
    String joined = String.join(" + ", names);
    Fact given = info.first("model name");
    return new CpuIdentity(
        Fact.known(SystemFiles.printable(String.join("+", vendors))),
        given.value() == null ? Fact.known(SystemFiles.printable(joined)) : given,
        info.first("cpu architecture"),
        Fact.known(SystemFiles.printable(String.join("+", parts))),
        Fact.known(SystemFiles.printable(String.join("+", steppings))),
        allNamed ? Fact.known(joined) : Fact.unknown("no public name for " + joined));
  }

  private static String hex(@Nullable String text) {
    return text != null && text.matches("0x[0-9a-fA-F]{1,8}") ? text : "unknown";
  }

  private static String variant(Map<String, String> core) {
    String variant = hex(core.get("cpu variant"));
    return variant.equals("unknown")
        ? "?"
        : String.valueOf(Long.parseLong(variant.substring(2), 16));
  }
}

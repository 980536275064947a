package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Graphics processors on the PCI bus, found without a driver and without starting a program. The
 * virtual screens of servers count too: they are hardware, if slow.
 */
final class LinuxGpus {

  private static final String DEVICES = "/sys/bus/pci/devices";
  private static final List<String> NAME_LISTS =
      List.of("/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids");

  private final SystemFiles files;

  LinuxGpus(SystemFiles files) {
    this.files = files;
  }

  FactList<Gpu> read() {
    if (!files.exists(DEVICES)) {
      return FactList.unknown(DEVICES + " does not exist");
    }
    List<Gpu> gpus = new ArrayList<>();
    for (String slot : files.names(DEVICES)) {
      String device = DEVICES + "/" + slot;
      if (files.line(device + "/class").text().startsWith("0x03")) {
        gpus.add(gpu(device, slot));
      }
    }
    gpus.sort(Comparator.comparing(gpu -> gpu.pciId().text()));
    return FactList.complete(gpus);
  }

  private Gpu gpu(String device, String slot) {
    String vendor = hex(files.line(device + "/vendor"));
    String model = hex(files.line(device + "/device"));
    boolean known = !vendor.isEmpty() && !model.isEmpty();
    Fact memory = files.line(device + "/mem_info_vram_total");
    return new Gpu(
        name(slot, vendor, model),
        known ? Fact.known(vendor + ":" + model) : Fact.unknown("the PCI ids are garbled"),
        CpuLists.count(memory.text()).orElse(0) > 0
            ? memory
            : Fact.unknown("the driver does not report it in " + DEVICES),
        Gpu.NO_COMPUTE_CAPABILITY);
  }

  private static String hex(Fact id) {
    String text = id.text().toLowerCase(Locale.ROOT);
    return text.matches("0x[0-9a-f]{4}") ? text.substring(2) : "";
  }

  private Fact name(String slot, String vendor, String model) {
    Fact driver = files.read("/proc/driver/nvidia/gpus/" + slot + "/information");
    for (String line : driver.text().lines().toList()) {
      if (line.startsWith("Model:")) {
        return Fact.known(SystemFiles.printable(line.substring("Model:".length())));
      }
    }
    for (String list : NAME_LISTS) {
      Fact names = files.read(list);
      if (names.value() != null) {
        return listed(names.value(), vendor, model);
      }
    }
    return Fact.unknown("no driver and no list of PCI ids on this system");
  }

  private static Fact listed(String names, String vendor, String model) {
    boolean inVendor = false;
    for (String line : names.lines().toList()) {
      if (line.startsWith("\t\t") || line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (!line.startsWith("\t")) {
        inVendor = line.startsWith(vendor + " ");
      } else if (inVendor && line.startsWith("\t" + model + " ")) {
        return Fact.known(SystemFiles.printable(line.substring(1 + model.length())));
      }
    }
    return Fact.unknown("not in the system's list of PCI ids");
  }
}

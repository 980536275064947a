package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's graphics processors as NVML sees them, or the one reason why it cannot be asked. No UUID
 * and no serial number is asked for.
 */
final class Nvidia {

  /** What a driver leaves on Linux: on a common machine, in a container, in WSL, on a Jetson. */
  private static final List<String> TRACES =
      List.of("/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg", "/dev/nvmap");

  private static final int GRAPHICS_CLOCK = 0;
  private static final int MEMORY_CLOCK = 2;
  private static final int CHIP_SENSOR = 0;

  private final @Nullable Nvml nvml;
  private final List<Long> devices = new ArrayList<>();
  private final String reason;

  private Nvidia(Supplier<NvmlCalls> library) {
    Nvml opened = null;
    String why = "";
    try {
      opened = new Nvml(library.get());
      Fact ready = opened.start();
      Fact count = ready.value() == null ? ready : opened.count();
      if (count.value() == null) {
        opened = null;
        why = String.valueOf(count.unknown());
      } else {
        addDevices(opened, Integer.parseInt(count.value()));
        why = devices.isEmpty() ? "NVML lists no GPU" : "";
      }
    } catch (LinkageError e) {
      // Its message holds the paths that were searched, which can name a user.
      opened = null;
      why = "NVIDIA's library NVML cannot be loaded (" + e.getClass().getSimpleName() + ")";
    }
    this.nvml = opened;
    this.reason = why;
  }

  private Nvidia(String reason) {
    this.nvml = null;
    this.reason = reason;
  }

  /** Made on first use, and left open: a card would otherwise be shut down between the forks. */
  private static final class Holder {
    static final Nvidia HERE = of(SystemFiles.ofThisMachine(), JnaNvml::load);
  }

  static Nvidia ofThisMachine() {
    return Holder.HERE;
  }

  /**
   * Loads the library, but on Linux only where there is a driver, so that other machines load no
   * native code.
   */
  static Nvidia of(SystemFiles files, Supplier<NvmlCalls> library) {
    if (files.present() && TRACES.stream().noneMatch(files::exists)) {
      return new Nvidia("no NVIDIA driver is loaded");
    }
    return System.getProperty("os.name", "").startsWith("Mac")
        ? new Nvidia("macOS has no NVIDIA driver")
        : new Nvidia(library);
  }

  private void addDevices(Nvml opened, int count) {
    for (int i = 0; i < count; i++) {
      Fact handle = opened.handle(i);
      if (handle.value() != null) {
        devices.add(Long.valueOf(handle.value()));
      }
    }
  }

  /** Driver, settings and state now. */
  NvidiaState state() {
    Nvml library = nvml;
    return library == null
        ? NvidiaState.unknown(reason)
        : new NvidiaState(
            library.driver(),
            library.cudaDriver(),
            energy().name(),
            FactList.complete(devices.stream().map(device -> state(library, device)).toList()));
  }

  private static GpuState state(Nvml nvml, long device) {
    return new GpuState(
        nvml.name(device),
        nvml.number("nvmlDeviceGetEnforcedPowerLimit", device, Nvidia::watts),
        nvml.number("nvmlDeviceGetPowerUsage", device, Nvidia::watts),
        nvml.numberOf("nvmlDeviceGetTemperature", device, CHIP_SENSOR),
        nvml.numberOf("nvmlDeviceGetClockInfo", device, GRAPHICS_CLOCK),
        nvml.numberOf("nvmlDeviceGetMaxClockInfo", device, GRAPHICS_CLOCK),
        nvml.numberOf("nvmlDeviceGetClockInfo", device, MEMORY_CLOCK),
        nvml.numberOf("nvmlDeviceGetMaxClockInfo", device, MEMORY_CLOCK),
        nvml.mode("nvmlDeviceGetEccMode", device),
        nvml.mode("nvmlDeviceGetMigMode", device),
        nvml.number("nvmlDeviceGetPersistenceMode", device, Nvml::enabled),
        pcieLink(nvml, device),
        nvml.clockEvents(device));
  }

  private static Fact pcieLink(Nvml nvml, long device) {
    Fact generation = nvml.number("nvmlDeviceGetCurrPcieLinkGeneration", device, Long::toString);
    Fact width = nvml.number("nvmlDeviceGetCurrPcieLinkWidth", device, Long::toString);
    if (generation.value() == null || width.value() == null) {
      return generation.value() == null ? generation : width;
    }
    return Fact.known("generation " + generation.value() + ", " + width.value() + " lanes");
  }

  private static String watts(long milliwatts) {
    return FactNumbers.decimal(milliwatts / 1e3, 1).text();
  }

  /**
   * The hardware's list with what NVML adds to it. A model is found again by its PCI id; one that
   * the list lacks, since a virtual or a Jetson's bus does not show it, is added.
   */
  FactList<Gpu> complete(FactList<Gpu> found) {
    Nvml library = nvml;
    if (library == null) {
      return found;
    }
    List<Gpu> own =
        devices.stream()
            .map(device -> gpu(library, device))
            .collect(Collectors.toCollection(ArrayList::new));
    List<Gpu> gpus = new ArrayList<>();
    for (Gpu gpu : found.items()) {
      Gpu same =
          own.stream()
              .filter(other -> gpu.pciId().value() != null && gpu.pciId().equals(other.pciId()))
              .findFirst()
              .orElse(null);
      // Two cards of one model are equal: each is taken once.
      own.remove(same);
      gpus.add(same == null ? gpu : gpu.with(same));
    }
    gpus.addAll(own);
    return new FactList<>(gpus, found.unknown());
  }

  private static Gpu gpu(Nvml nvml, long device) {
    return new Gpu(
        nvml.name(device),
        nvml.pciId(device),
        nvml.memoryBytes(device),
        nvml.computeCapability(device));
  }

  /** The energy of the one graphics processor; where there are several, which ran is not known. */
  EnergySource energy() {
    if (nvml == null || devices.isEmpty()) {
      return EnergySource.none(reason);
    }
    if (devices.size() > 1) {
      return EnergySource.none(several());
    }
    return nvml.energyMillijoules(devices.get(0)).isEmpty()
        ? EnergySource.none("the GPU does not count its energy (NVML)")
        : EnergySource.of(new Counter(nvml, devices.get(0)));
  }

  /** What holds the clocks of the one graphics processor back now. */
  Fact clockLimits() {
    if (nvml == null || devices.size() != 1) {
      return Fact.unknown(devices.size() > 1 ? several() : reason);
    }
    return nvml.clockEvents(devices.get(0));
  }

  private String several() {
    return "NVML lists " + devices.size() + " GPUs and does not know which of them computes";
  }

  /** Of the whole card: of all instances, where it is divided into some. */
  private record Counter(Nvml nvml, long device, long opened) implements EnergyCounter {

    Counter(Nvml nvml, long device) {
      this(nvml, device, nvml.energyMillijoules(device).orElse(0));
    }

    @Override
    public String name() {
      return "NVML, total energy of the GPU";
    }

    @Override
    public OptionalLong microjoules() {
      OptionalLong now = nvml.energyMillijoules(device);
      return now.isEmpty() ? now : OptionalLong.of((now.getAsLong() - opened) * 1000);
    }
  }
}

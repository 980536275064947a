package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;
import oshi.hardware.GraphicsCard;

/** The hardware facts by OSHI, for the systems that have no files to read: macOS, Windows, BSD. */
final class OshiHardware implements HardwareSource {

  private static final Pattern PCI_ID = Pattern.compile("0x([0-9a-fA-F]{4})\\b");

  @Override
  public Fact architecture() {
    return HardwareSource.jvmArchitecture();
  }

  @Override
  public Cpu cpu() {
    return new Cpu(
        OshiSystem.fact(() -> identifier().getVendor()),
        OshiSystem.fact(() -> identifier().getName().replaceAll("\\s+", " ")),
        OshiSystem.fact(() -> identifier().getFamily()),
        OshiSystem.fact(() -> identifier().getModel()),
        OshiSystem.fact(() -> identifier().getStepping()),
        OshiSystem.fact(() -> identifier().getMicroarchitecture()),
        OshiSystem.count(() -> processor().getPhysicalPackageCount()),
        OshiSystem.count(() -> processor().getPhysicalProcessorCount()),
        OshiSystem.count(() -> processor().getLogicalProcessorCount()),
        OshiSystem.call(OshiHardware::smt),
        OshiSystem.count(OshiHardware::numaNodes),
        OshiSystem.list(OshiHardware::caches),
        OshiSystem.list(
            () -> VectorInstructions.ofOshi(processor().getFeatureFlags(), isWindows())));
  }

  private static CentralProcessor processor() {
    return OshiSystem.info().getHardware().getProcessor();
  }

  private static ProcessorIdentifier identifier() {
    return processor().getProcessorIdentifier();
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  private static Fact smt() {
    // Fewer cores than threads proves SMT; as many may mean that it is switched off.
    return processor().getLogicalProcessorCount() > processor().getPhysicalProcessorCount()
        ? Fact.known("yes")
        : Fact.unknown("absent or switched off, which the system does not tell apart");
  }

  private static int numaNodes() {
    Set<Integer> nodes = new HashSet<>();
    for (LogicalProcessor logical : processor().getLogicalProcessors()) {
      nodes.add(logical.getNumaNode());
    }
    return nodes.size();
  }

  private static FactList<Cache> caches() {
    TreeSet<Cache> caches = new TreeSet<>(Cache.ORDER);
    Fact shared = Fact.unknown("not reported by OSHI");
    for (ProcessorCache cache : processor().getProcessorCaches()) {
      Cache.Type type =
          switch (cache.getType()) {
            case DATA -> Cache.Type.DATA;
            case INSTRUCTION, TRACE -> Cache.Type.INSTRUCTION;
            case UNIFIED -> Cache.Type.UNIFIED;
          };
      if (cache.getLevel() > 0 && cache.getCacheSize() > 0) {
        caches.add(new Cache(cache.getLevel(), type, cache.getCacheSize(), shared));
      }
    }
    return caches.isEmpty()
        ? FactList.unknown("the system lists no caches")
        : FactList.complete(new ArrayList<>(caches));
  }

  @Override
  public Fact memoryGib() {
    return OshiSystem.call(
        () -> {
          long bytes = OshiSystem.info().getHardware().getMemory().getTotal();
          return bytes > 0 ? LinuxMemory.gib(bytes) : Fact.unknown("the system does not say");
        });
  }

  @Override
  public FactList<Gpu> gpus() {
    return OshiSystem.list(
        () -> {
          List<Gpu> gpus = new ArrayList<>();
          for (GraphicsCard card : OshiSystem.info().getHardware().getGraphicsCards()) {
            gpus.add(
                new Gpu(
                    OshiSystem.fact(card::getName),
                    pciId(card.getVendor(), card.getDeviceId()),
                    OshiSystem.count(card::getVRam),
                    Gpu.NO_COMPUTE_CAPABILITY));
          }
          return FactList.complete(gpus);
        });
  }

  /** The id from OSHI's texts, for example "NVIDIA (0x10de)" and "0x2335". */
  static Fact pciId(String vendor, String device) {
    Matcher vendorId = PCI_ID.matcher(vendor);
    Matcher deviceId = PCI_ID.matcher(device);
    return vendorId.find() && deviceId.find()
        ? Fact.known((vendorId.group(1) + ":" + deviceId.group(1)).toLowerCase(Locale.ROOT))
        : Fact.unknown("the system reports no PCI ids");
  }

  @Override
  public int physicalCoresAvailable() {
    int logical = Runtime.getRuntime().availableProcessors();
    Fact cores = OshiSystem.count(() -> processor().getPhysicalProcessorCount());
    return Math.max(1, Math.min(logical, (int) FactNumbers.of(cores).orElse(logical)));
  }
}

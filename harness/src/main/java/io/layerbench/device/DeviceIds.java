package io.layerbench.device;

import io.layerbench.base.Digests;
import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Makes a device's id: a readable part from the processor's name and eight digits of a SHA-256 over
 * the hardware facts that no update, setting or load changes.
 *
 * <p>Left out on purpose: the microarchitecture's name (it comes from a table that grows), SMT and
 * NUMA nodes (settings of the firmware), how many processors share a cache (it shrinks when some
 * are switched off), the graphics memory and the compute capability (they need a driver) and the
 * names of graphics processors that have a PCI id.
 */
final class DeviceIds {

  private static final int MAX_SLUG = 40;

  private DeviceIds() {}

  static String of(Fact architecture, Cpu cpu, Fact memoryGib, FactList<Gpu> gpus) {
    List<String> lines = new ArrayList<>();
    lines.add("architecture=" + architecture.text());
    lines.add("vendor=" + cpu.vendor().text());
    lines.add("model_name=" + cpu.modelName().text());
    lines.add("family=" + cpu.family().text());
    lines.add("model=" + cpu.model().text());
    lines.add("stepping=" + cpu.stepping().text());
    lines.add("packages=" + cpu.packages().text());
    lines.add("physical_cores=" + cpu.physicalCores().text());
    lines.add("logical_cores=" + cpu.logicalCores().text());
    lines.add(
        "caches=" + join(cpu.caches(), c -> "L" + c.level() + " " + c.type() + " " + c.bytes()));
    lines.add("vector_instructions=" + join(cpu.vectorInstructions(), name -> name));
    lines.add("memory_gib=" + memoryGib.text());
    lines.add("gpus=" + join(gpus, DeviceIds::model));
    return slug(cpu, architecture) + "-" + Digests.sha256(String.join("\n", lines)).substring(0, 8);
  }

  private static String model(Gpu gpu) {
    return gpu.pciId().value() == null ? gpu.name().text() : gpu.pciId().value();
  }

  private static <T> String join(FactList<T> list, Function<T, String> text) {
    return list.items().isEmpty() && list.unknown() != null
        ? "unknown"
        : String.join(",", list.items().stream().map(text).sorted().toList());
  }

  /** The processor's name in lower-case ASCII letters and digits, words joined by hyphens. */
  static String slug(Cpu cpu, Fact architecture) {
    String name = cpu.modelName().value();
    String text = name == null ? architecture.text() + " cpu" : name;
    String words =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("\\((r|tm|c)\\)", " ")
            .replaceAll("@.*", " ")
            .replaceAll("\\b(cpu|processor|\\d+-core|with radeon.*)\\b", " ")
            .replaceAll("[^a-z0-9]+", " ")
            .strip();
    String slug = (words.isEmpty() ? "cpu" : words).replace(' ', '-');
    String cut = slug.length() <= MAX_SLUG ? slug : slug.substring(0, MAX_SLUG);
    return cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
  }
}

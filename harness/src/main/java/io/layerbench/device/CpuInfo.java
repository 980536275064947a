package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The content of /proc/cpuinfo: one block of "key : value" lines per processor that is switched on.
 */
final class CpuInfo {

  static final String PATH = "/proc/cpuinfo";

  private final Fact text;
  private final List<Map<String, String>> processors = new ArrayList<>();

  CpuInfo(SystemFiles files) {
    text = files.read(PATH);
    if (text.value() != null) {
      for (String block : text.value().split("\\R\\s*\\R", -1)) {
        Map<String, String> fields = fields(block);
        // Some Arm kernels append a block that describes the board, with its serial number.
        if (CpuLists.count(fields.getOrDefault("processor", "")).isPresent()) {
          processors.add(fields);
        }
      }
    }
  }

  private static Map<String, String> fields(String block) {
    Map<String, String> fields = new LinkedHashMap<>();
    block
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.putIfAbsent(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
              }
            });
    return fields;
  }

  /** The blocks of the processors, keys in lower case. */
  List<Map<String, String>> processors() {
    return processors;
  }

  /** The first processor's value, in one line. */
  Fact first(String key) {
    String value = processors.isEmpty() ? null : processors.get(0).get(key);
    return value == null ? missing(key) : Fact.known(SystemFiles.printable(value));
  }

  /** An unknown fact that says why this key has no value. */
  Fact missing(String key) {
    return text.value() == null ? text : Fact.unknown(PATH + " has no \"" + key + "\"");
  }

  /** The feature flags that all processors have; unknown where no flags are listed. */
  FactList<String> flags() {
    List<String> common = null;
    for (Map<String, String> processor : processors) {
      String flags = processor.getOrDefault("flags", processor.get("features"));
      if (flags != null) {
        List<String> own = List.of(flags.toLowerCase(Locale.ROOT).split("\\s+", -1));
        common = common == null ? own : common.stream().filter(own::contains).toList();
      }
    }
    return common == null
        ? FactList.unknown(String.valueOf(missing("flags").unknown()))
        : FactList.complete(common);
  }

  /** The mean of the processors' present clocks in MHz. */
  Fact meanMegahertz() {
    double[] clocks =
        processors.stream()
            .map(processor -> Fact.known(processor.getOrDefault("cpu mhz", "")))
            .flatMapToDouble(clock -> FactNumbers.of(clock).stream())
            .toArray();
    return clocks.length == 0
        ? missing("cpu MHz")
        : FactNumbers.decimal(Arrays.stream(clocks).average().orElseThrow(), 0);
  }
}

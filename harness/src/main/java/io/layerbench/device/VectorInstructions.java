package io.layerbench.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The vector instructions that decide which FP32, FP16 and INT8 kernels a processor can run, by
 * their names in Linux.
 */
final class VectorInstructions {

  private static final Set<String> NAMES =
      Set.of(
          "sse4_1",
          "ssse3",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx_vnni_int8",
          "avx_ne_convert",
          "avx512f",
          "avx512bw",
          "avx512dq",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "amx_fp16",
          "asimd",
          "asimdhp",
          "asimddp",
          "asimdfhm",
          "i8mm",
          "bf16",
          "sve",
          "sve2",
          "svei8mm",
          "svebf16",
          "sme",
          "sme2",
          "smei8i32",
          "smef16f32");

  /** Other systems' names, in lower case, that do not become Linux's by {@link #plain}. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("avx1_0", "avx"),
          Map.entry("avx512vnni", "avx512_vnni"),
          Map.entry("avx512bf16", "avx512_bf16"),
          Map.entry("avx512fp16", "avx512_fp16"),
          Map.entry("advsimd", "asimd"),
          Map.entry("neon", "asimd"),
          Map.entry("fp16", "asimdhp"),
          Map.entry("neon_fp16", "asimdhp"),
          Map.entry("dotprod", "asimddp"),
          Map.entry("fhm", "asimdfhm"),
          Map.entry("arm_neon", "asimd"),
          Map.entry("arm_v82_dp", "asimddp"));

  private VectorInstructions() {}

  /** Keeps the flags of interest, sorted. */
  static FactList<String> ofLinux(FactList<String> flags) {
    TreeSet<String> names = new TreeSet<>(flags.items());
    names.retainAll(NAMES);
    return new FactList<>(List.copyOf(names), flags.unknown());
  }

  /**
   * Translates what OSHI passes on: on macOS lines of sysctl ("hw.optional.arm.FEAT_I8MM: 1",
   * "machdep.cpu.features: FPU AVX1.0"), on Windows names of processor features. Windows does not
   * tell all of them.
   */
  static FactList<String> ofOshi(List<String> lines, boolean windows) {
    TreeSet<String> names = new TreeSet<>();
    for (String line : lines) {
      for (String word : words(line)) {
        String plain = plain(word);
        String name = OTHER_NAMES.getOrDefault(plain, plain);
        if (NAMES.contains(name)) {
          names.add(name);
        }
      }
    }
    if (windows) {
      return new FactList<>(
          List.copyOf(names), "Windows reports no FMA, F16C, VNNI, BF16, FP16, AMX or I8MM");
    }
    return names.isEmpty()
        ? FactList.unknown("the system lists no feature flags")
        : FactList.complete(List.copyOf(names));
  }

  /** A line that says "name: 1" gives its name, "name: 0" nothing, a list of flags each flag. */
  private static List<String> words(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return List.of(line.strip());
    }
    String key = line.substring(0, colon).strip();
    String value = line.substring(colon + 1).strip();
    if (value.matches("\\d+")) {
      return value.equals("0") ? List.of() : List.of(key.substring(key.lastIndexOf('.') + 1));
    }
    List<String> words = new ArrayList<>();
    for (String word : value.split("\\s+", -1)) {
      words.add(word.replace('.', '_'));
    }
    return words;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT)
        .replaceAll("^(feat_|pf_)", "")
        .replaceAll("_instructions_available$", "");
  }
}

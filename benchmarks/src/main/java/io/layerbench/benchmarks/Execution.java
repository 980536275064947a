package io.layerbench.benchmarks;

import io.layerbench.backend.Fp16;
import io.layerbench.backend.Kernel;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides from the executed kernels whether a time is the precision's own. */
final class Execution {

  /**
   * Kernels that only move, convert or reorder data: they say nothing about the precision of the
   * arithmetic.
   */
  private static final Set<String> CARRIERS =
      Set.of("QuantizeLinear", "DequantizeLinear", "Cast", "ReorderInput", "ReorderOutput");

  /** Kernels that do a layer's arithmetic in float. */
  private static final Set<String> ANCHORS =
      Set.of("Conv", "FusedConv", "ConvTranspose", "Gemm", "FusedGemm", "MatMul", "FusedMatMul");

  /** What begins the name of a TensorRT engine that ONNX Runtime runs as one kernel. */
  private static final String ENGINE = "TRTKernel";

  private static final Set<String> INTEGER_TYPES = Set.of("uint8", "int8");

  private Execution() {}

  /**
   * Why the time is not a native one; null where it is.
   *
   * @param variant "fp32", "fp16", "int8" or "mixed"
   */
  static @Nullable String emulated(String variant, Fp16 fp16, List<Kernel> kernels) {
    if (variant.equals("fp16") && fp16 == Fp16.STORAGE) {
      return "weights are stored in FP16 and computed in FP32";
    }
    if (!variant.equals("int8")) {
      return null;
    }
    if (kernels.stream().anyMatch(kernel -> kernel.op().startsWith(ENGINE))) {
      // What an engine does inside is not in the profile: nothing shows that it is not INT8.
      return null;
    }
    List<Kernel> floating =
        kernels.stream().filter(k -> !CARRIERS.contains(k.op()) && !isInteger(k)).toList();
    List<Kernel> heavy =
        floating.stream()
            .filter(k -> ANCHORS.contains(k.op()) && !isProductOfActivations(k))
            .toList();
    long integer = kernels.stream().filter(k -> !CARRIERS.contains(k.op()) && isInteger(k)).count();
    if (heavy.isEmpty() && (integer > 0 || floating.isEmpty())) {
      return null;
    }
    return "runs in float between quantize and dequantize ("
        + names(heavy.isEmpty() ? floating : heavy)
        + ")";
  }

  private static String names(List<Kernel> kernels) {
    return kernels.stream()
        .collect(Collectors.groupingBy(Kernel::op, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /**
   * Attention's own products are no layers. The runtime counts a constant as parameter, or packs it
   * and names no type for it.
   */
  private static boolean isProductOfActivations(Kernel kernel) {
    return kernel.op().endsWith("MatMul")
        && kernel.inputTypes().contains(",")
        && Long.valueOf(0).equals(kernel.memory().get("parameter_size"));
  }

  private static boolean isInteger(Kernel kernel) {
    for (String type : kernel.inputTypes().split(",", -1)) {
      if (INTEGER_TYPES.contains(type)) {
        return true;
      }
    }
    return false;
  }
}

package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.quantize.Operands;
import io.layerbench.sensitivity.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sensitivities are computed; with the model, the data and the scheme it says what comes out,
 * and so it is part of the folder's name.
 *
 * @param precisions what is simulated, without FP32
 * @param modes which layers are quantized, seen from each unit
 * @param operands which operands
 * @param blocks whether blocks are units besides the layers
 * @param globs of the blocks' names; null for name scopes
 * @param modelOutput whether the model's output is compared, too: then on the evaluation items
 * @param samples how many items; null for all
 */
public record SweepOptions(
    List<Precision> precisions,
    List<Mode> modes,
    List<Operands> operands,
    boolean blocks,
    @Nullable List<String> globs,
    boolean modelOutput,
    @Nullable Integer samples) {
  public SweepOptions {
    precisions = List.copyOf(precisions);
    modes = List.copyOf(modes);
    operands = List.copyOf(operands);
    if (precisions.isEmpty() || precisions.contains(Precision.FP32)) {
      throw new UsageException(
          "The precision (fp32) has no sensitivity.",
          "name some of fp16, int8, int6 and int4 by --precision.");
    }
    if (samples != null && samples < 1) {
      throw new UsageException("--samples (" + samples + ") must be at least 1.", "");
    }
  }
}

package io.layerbench.suite;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.quantize.Operands;
import io.layerbench.ranking.Plan;
import io.layerbench.sensitivity.MixtureRule;
import io.layerbench.sensitivity.Mode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sensitivities are computed; with the model, the data and the scheme it says what comes out,
 * and so it is part of the folder's name.
 *
 * @param precisions what is simulated, without FP32
 * @param modes which layers are quantized, seen from each unit
 * @param operands which operands
 * @param layers whether single layers are units
 * @param blocks whether blocks are units
 * @param globs of the blocks' names; null for name scopes
 * @param modelOutput whether the model's output is compared, too: then on the evaluation items
 * @param mixtures plans to be made of the units' sensitivities
 * @param plans other plans to be simulated, by name
 * @param samples how many items; null for all
 */
public record SweepOptions(
    List<Precision> precisions,
    List<Mode> modes,
    List<Operands> operands,
    boolean layers,
    boolean blocks,
    @Nullable List<String> globs,
    boolean modelOutput,
    List<MixtureRule> mixtures,
    Map<String, Plan> plans,
    @Nullable Integer samples) {
  public SweepOptions {
    precisions = List.copyOf(precisions);
    modes = List.copyOf(modes);
    operands = List.copyOf(operands);
    mixtures = List.copyOf(mixtures);
    plans = new TreeMap<>(plans);
    if (!layers && !blocks) {
      throw new UsageException("Neither layers nor blocks are units.", "add --blocks.");
    }
    for (MixtureRule rule : mixtures) {
      if (!precisions.contains(rule.lowest())) {
        throw new UsageException(
            "The mixture (%s) goes by the sensitivities in (%s), which are not computed."
                .formatted(rule.name(), rule.lowest().id()),
            "add it to --precision.");
      }
    }
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

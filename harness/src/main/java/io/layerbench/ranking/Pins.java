package io.layerbench.ranking;

import io.layerbench.base.Glob;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layers whose precision the user decides, whatever the policy. They are taken out before a policy
 * counts its shares.
 *
 * @param keepFloat globs over names of layers that stay in FP32
 * @param forceInt8 globs over names of layers that get INT8
 */
public record Pins(List<String> keepFloat, List<String> forceInt8) {

  /** The policy decides every layer. */
  public static final Pins NONE = new Pins(List.of(), List.of());

  private static final String KEEP = "--keep-float";
  private static final String FORCE = "--force-int8";

  public Pins {
    keepFloat = List.copyOf(keepFloat);
    forceInt8 = List.copyOf(forceInt8);
  }

  /**
   * The pinned layers and their precisions.
   *
   * @param layers the names of the model's layers, without glue
   * @throws UsageException where a glob matches no layer, or two of them disagree on one
   */
  public Map<String, Precision> of(List<String> layers) {
    Map<String, Precision> pinned = new LinkedHashMap<>();
    matches(KEEP, keepFloat, layers).forEach(layer -> pinned.put(layer, Precision.FP32));
    for (String layer : matches(FORCE, forceInt8, layers)) {
      if (pinned.put(layer, Precision.INT8) == Precision.FP32) {
        throw new UsageException(
            "The layer (%s) is named by %s and by %s.".formatted(layer, KEEP, FORCE),
            "narrow one of the two.");
      }
    }
    return pinned;
  }

  /**
   * The same where it is known what can be in INT8.
   *
   * @param layers the model's layers, without glue
   * @param available the precisions that were measured
   * @throws UsageException as above, and where a layer has no INT8 form or INT8 was not measured
   */
  Map<String, Precision> of(List<RankingInput> layers, Set<Precision> available) {
    Map<String, Precision> pinned = of(layers.stream().map(RankingInput::layer).toList());
    for (RankingInput layer : layers) {
      if (pinned.get(layer.layer()) == Precision.INT8) {
        checkInt8(layer.layer(), layer.floatReason(), available);
      }
    }
    return pinned;
  }

  /**
   * Refuses to force a layer that cannot be in INT8.
   *
   * @param floatReason by layer name, why it has no INT8 form; a layer without a reason has one
   * @param available the precisions that are measured
   * @throws UsageException naming the layer and the reason
   */
  public void checkInt8(
      List<String> layers, Map<String, String> floatReason, Set<Precision> available) {
    of(layers)
        .forEach(
            (layer, precision) -> {
              if (precision == Precision.INT8) {
                checkInt8(layer, floatReason.get(layer), available);
              }
            });
  }

  private static void checkInt8(
      String layer, @Nullable String floatReason, Set<Precision> available) {
    if (floatReason != null) {
      throw new UsageException(
          "The layer (%s) has no INT8 form for %s: %s.".formatted(layer, FORCE, floatReason),
          "leave it out of " + FORCE + ".");
    }
    if (!available.contains(Precision.INT8)) {
      throw new UsageException(
          "%s names the layer (%s), and the run has no INT8.".formatted(FORCE, layer),
          "add int8 to --precision.");
    }
  }

  private static List<String> matches(String option, List<String> globs, List<String> layers) {
    List<String> matched = new ArrayList<>();
    for (String glob : globs) {
      Glob pattern = new Glob(glob);
      List<String> own = layers.stream().filter(pattern::matches).toList();
      if (own.isEmpty()) {
        throw new UsageException(
            "No layer's name matches %s (%s).".formatted(option, glob),
            "`layers --model` lists the names; * stands for anything.");
      }
      matched.addAll(own);
    }
    return matched;
  }

  /** For people and files, such as "keep-float=/conv1/*"; empty where nothing is pinned. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    keepFloat.forEach(glob -> texts.add("keep-float=" + glob));
    forceInt8.forEach(glob -> texts.add("force-int8=" + glob));
    return texts;
  }
}

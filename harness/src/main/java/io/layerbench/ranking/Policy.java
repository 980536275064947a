package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A way to give each layer a precision. */
public interface Policy {

  /** The name used on the command line and in every file. */
  String name();

  /** One sentence for {@code --help} and the report: how it decides. */
  String description();

  /** What it decides by. */
  Set<Need> needs();

  /** For people, such as "timings and sensitivity". */
  default String needsText() {
    return needs().stream().sorted().map(Need::text).collect(Collectors.joining(" and "));
  }

  /**
   * The precisions of layers, as if all precisions were available; what is left out stays FP32.
   *
   * @param input what it needs, and perhaps more
   */
  Map<String, Precision> assign(PolicyInput input);
}

package io.layerbench.cli;

import io.layerbench.base.UsageException;
import io.layerbench.ranking.Plan;
import io.layerbench.ranking.PlanJson;
import io.layerbench.sensitivity.MixtureRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mixtures of --mixture: rules such as int8+int6+int4, and plans given as NAME=FILE.
 *
 * @param rules in the user's order
 * @param plans by name
 */
record MixtureOption(List<MixtureRule> rules, Map<String, Plan> plans) {

  /**
   * Reads the option's values.
   *
   * @throws UsageException where a text is neither, or a name is given twice
   */
  static MixtureOption parse(List<String> texts) {
    List<MixtureRule> rules = new ArrayList<>();
    Map<String, Plan> plans = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        rules.add(MixtureRule.parse(text));
      } else if (equals == 0
          || plans.put(text.substring(0, equals), PlanJson.readSimulated(file(text, equals)))
              != null) {
        throw new UsageException(
            "--mixture (" + text + ") needs a name of its own.", "write NAME=plan.json.");
      }
    }
    return new MixtureOption(rules.stream().distinct().toList(), plans);
  }

  private static Path file(String text, int equals) {
    return Path.of(text.substring(equals + 1));
  }
}

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
        continue;
      }
      String name = text.substring(0, equals);
      if (!CompareOption.isName(name) || plans.containsKey(name)) {
        throw new UsageException(
            "--mixture (" + text + ") needs a name of its own.",
            "write NAME=plan.json; a name has letters, digits, dots, dashes and underscores, 40 at"
                + " most.");
      }
      plans.put(name, PlanJson.readSimulated(Path.of(text.substring(equals + 1))));
    }
    return new MixtureOption(rules.stream().distinct().toList(), plans);
  }
}

package io.layerbench.comparison;

import io.layerbench.base.Fact;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.comparison.Comparison.Difference;
import io.layerbench.run.RunOptions;
import io.layerbench.run.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What two runs may differ in though a table of times does not show it. */
final class HiddenDifferences {

  private static final String NONE = "none";

  private HiddenDifferences() {}

  /**
   * Refuses runs of different models.
   *
   * @throws InvalidInputException naming two that differ
   */
  static void checkSameModel(List<ComparedRun> runs) {
    RunRecord first = runs.get(0).record();
    for (ComparedRun run : runs) {
      RunRecord other = run.record();
      if (!other.modelSha256().equals(first.modelSha256())) {
        throw new InvalidInputException(
            "The runs are of different models: %s of (%s, %s…), %s of (%s, %s…)."
                .formatted(
                    runs.get(0).folder(),
                    first.modelName(),
                    first.modelSha256().substring(0, 8),
                    run.folder(),
                    other.modelName(),
                    other.modelSha256().substring(0, 8)),
            "compare runs of one and the same model file.");
      }
    }
  }

  /** The conditions that are not the same in all runs, in the order of their weight. */
  static List<Difference> of(List<ComparedRun> runs) {
    List<Map<String, String>> all = runs.stream().map(HiddenDifferences::conditions).toList();
    Set<String> names = all.get(0).keySet();
    Set<String> versions = new TreeSet<>();
    runs.forEach(run -> versions.addAll(run.record().versions().keySet()));
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      add(differences, name, all.stream().map(one -> one.getOrDefault(name, NONE)).toList());
    }
    for (String name : versions) {
      add(
          differences,
          name,
          runs.stream().map(run -> run.record().versions().getOrDefault(name, NONE)).toList());
    }
    return differences;
  }

  private static void add(List<Difference> differences, String name, List<String> values) {
    if (values.stream().distinct().count() > 1) {
      differences.add(new Difference(name, values));
    }
  }

  private static Map<String, String> conditions(ComparedRun run) {
    RunRecord record = run.record();
    RunOptions options = record.options();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("device", record.device().id());
    values.put("backend", run.backend());
    values.put("threads", String.valueOf(options.threads()));
    values.put("batch", String.valueOf(options.batch()));
    values.put("input shapes", options.shapes().isEmpty() ? "the model's" : shapes(options));
    values.put("samples per fork (K)", String.valueOf(options.iterations()));
    values.put("warm-up", String.valueOf(options.warmup()));
    values.put("dataset", dataset(record));
    values.put("quantization scheme", scheme(run));
    values.put("policy", options.planning().policy());
    values.put("share", String.valueOf(options.planning().share()));
    values.put("score", options.planning().score().text());
    values.put("program", record.git());
    values.put("termination", record.termination().name());
    values.put("governor", text(record.conditions().governor()));
    values.put("turbo", text(record.conditions().turbo()));
    values.put("SMT", text(record.conditions().smtActive()));
    values.put("CPU quota", text(record.conditions().cpuQuotaCores()));
    values.put("allowed CPUs", text(record.conditions().allowedCpus()));
    values.put("operating system", text(record.conditions().operatingSystem()));
    values.put("kernel", text(record.conditions().kernel()));
    values.put("microcode", text(record.conditions().microcode()));
    values.put("power source", text(record.conditions().powerSource()));
    return values;
  }

  private static String shapes(RunOptions options) {
    return Json.line(options.shapes());
  }

  private static String dataset(RunRecord record) {
    String sha = record.datasetSha256();
    return sha == null ? NONE : record.datasetName() + " (" + sha.substring(0, 8) + "…)";
  }

  private static String scheme(ComparedRun run) {
    return run.record().schemes().containsKey(run.backend())
        ? run.record().schemes().get(run.backend()).digest()
        : NONE;
  }

  private static String text(Fact fact) {
    return fact.text();
  }
}

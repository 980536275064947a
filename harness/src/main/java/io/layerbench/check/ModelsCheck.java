package io.layerbench.check;

import io.layerbench.base.IoReason;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.ParameterUse;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.EvaluationRow;
import io.layerbench.suite.MethodVariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The models that were built have the sizes and parameters that the evaluation names. */
final class ModelsCheck implements Check {

  @Override
  public String name() {
    return "models";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    if (!run.has("evaluation.json")) {
      return CheckResult.notChecked(name(), "there is no evaluation");
    }
    List<String> disagreements = new ArrayList<>();
    int compared = 0;
    for (EvaluationRow row : EvaluationJson.read(run.folder().file("evaluation.json"))) {
      String stem = "models/" + MethodVariants.of(row.method());
      String file = run.name(stem, row.backend(), ".onnx");
      if (row.details().sameAs() == null && run.has(file)) {
        compare(row, run.folder().file(file), disagreements);
        compared++;
      }
    }
    return compared == 0
        ? CheckResult.notChecked(name(), "the run's folder has none")
        : CheckResult.of(
            name(),
            "%d files by size, bytes and non-zero values".formatted(compared),
            disagreements);
  }

  private static void compare(EvaluationRow row, Path file, List<String> disagreements) {
    double sizeMb = size(file, disagreements) / 1e6;
    if (sizeMb != row.sizeMb()) {
      disagreements.add(
          "%s has %s MB, and the evaluation says %s.".formatted(file, sizeMb, row.sizeMb()));
    }
    Map<String, ParameterUse> own = ParameterUse.of(ModelReader.read(file));
    Map<String, ParameterUse> said = row.details().parameters();
    if (!said.isEmpty() && !said.equals(own)) {
      disagreements.add(
          "%s has the parameters %s, and the evaluation says %s.".formatted(file, own, said));
    }
  }

  private static long size(Path file, List<String> disagreements) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      disagreements.add("The size of " + file + " cannot be read (" + IoReason.of(e) + ").");
      return 0;
    }
  }
}

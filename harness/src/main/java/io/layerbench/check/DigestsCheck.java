package io.layerbench.check;

import io.layerbench.base.Json;
import io.layerbench.costs.CostModel;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.ranking.Plan;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.suite.RunLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every file that says which model it is of says the run's. */
final class DigestsCheck implements Check {

  @Override
  public String name() {
    return "model";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    Map<String, String> named = new LinkedHashMap<>();
    SensitivityTable sensitivity = RunLoader.sensitivity(run.folder());
    if (sensitivity != null) {
      named.put("sensitivity.csv", sensitivity.modelSha256());
    }
    if (run.has("calibration.json")) {
      named.put(
          "calibration.json", read(run, "calibration.json", CalibrationTables.class).modelSha256());
    }
    for (String file : run.files()) {
      if (file.matches("plan(-.*)?\\.json|plans/.*\\.json")) {
        named.put(file, read(run, file, Plan.class).modelSha256());
      } else if (file.matches("costs(-.*)?\\.json")) {
        named.put(file, read(run, file, CostModel.class).modelSha256());
      }
    }
    String own = run.record().modelSha256();
    List<String> disagreements =
        named.entrySet().stream()
            .filter(one -> !one.getValue().equals(own))
            .map(
                one ->
                    "%s is of the model with the SHA-256 %s, and the run of %s."
                        .formatted(one.getKey(), one.getValue(), own))
            .toList();
    return CheckResult.of(
        name(), "%d files of the model %s".formatted(named.size(), own), disagreements);
  }

  private static <T> T read(CheckedRun run, String file, Class<T> type) {
    return Json.read(run.folder().file(file), type);
  }
}

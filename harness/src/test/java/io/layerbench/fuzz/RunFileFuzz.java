package io.layerbench.fuzz;

import io.layerbench.base.Json;
import io.layerbench.costs.CostModel;
import io.layerbench.costs.InPlaceRecord;
import io.layerbench.ranking.PlanJson;
import io.layerbench.run.EvaluationJson;
import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;
import io.layerbench.sensitivity.Finding;
import java.io.IOException;
import java.nio.file.Path;

/** Each of a run's files by itself, which is quicker than the whole run. */
public final class RunFileFuzz {

  static final FuzzedFolder FILES = new FuzzedFolder(Seeds.of("run-file"));

  private RunFileFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    FILES.feed(data, RunFileFuzz::read);
  }

  static void read(Path changed) throws IOException {
    RunFolder folder = RunFolder.open(FILES.path());
    switch (changed.getFileName().toString()) {
      case "run.json" -> folder.readRecord();
      case "timings.jsonl" -> folder.journal().read();
      case "evaluation.json" -> EvaluationJson.read(changed);
      case "costs.json" -> Json.read(changed, CostModel.class);
      case "inplace.jsonl" -> InPlaceRecord.journal(changed).read();
      case "plan.json" -> PlanJson.read(changed);
      case "findings.json" -> Json.read(changed, Finding[].class);
      case FileSums.NAME -> FileSums.disagreements(folder, "");
      default -> throw new IllegalStateException("No reader of " + changed);
    }
  }
}

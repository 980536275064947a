package io.layerbench.suite;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.HeldFile;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.base.LayerbenchException;
import io.layerbench.dataset.Dataset;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.LayerRule;
import io.layerbench.report.RunData;
import io.layerbench.run.Energies;
import io.layerbench.run.FileSums;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.run.ResumeFile;
import io.layerbench.run.RoundsMade;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.worker.ModelWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A prepared job with its run's folder: what every station needs, and the only place that writes
 * run.json.
 */
public final class RunStart {

  private final Job job;
  private final ModelWorker worker;
  private final Console console;
  private final RunFolder folder;
  private final Workspace workspace;
  private final CompareModels compared;
  private final HeldFile held;
  private RunRecord record;

  private RunStart(Job job, Tools tools, Held run, Workspace workspace, RunRecord record) {
    this.job = job;
    this.worker = tools.worker();
    this.console = tools.console();
    this.folder = run.folder();
    this.held = run.lock();
    this.workspace = workspace;
    this.compared = new CompareModels(job);
    this.record = record;
  }

  /** What a run works with: the worker process and the user's ear. */
  private record Tools(ModelWorker worker, Console console) {}

  /** A run's folder, held for this process. */
  private record Held(RunFolder folder, HeldFile lock) {}

  /**
   * Prepares the model, which checks it, and only then makes the run's folder.
   *
   * @param results where runs go
   * @param draft makes the record once the model is known
   */
  public static RunStart begin(
      Job job, Path results, ModelWorker worker, Console console, RecordDraft draft) {
    RunFolder.checkWritable(results);
    try (Preparation preparation = Preparation.of(job, worker)) {
      preparation.workspace().selected(job.options().layers());
      QuantizationOptions.LayerOptions rules = job.options().quantization().layerOptions();
      LayerRule.check(rules == null ? List.of() : rules.rules(), preparation.workspace().layers());
      job.options().planning().pins().of(rankedNames(preparation.workspace()));
      RunFolder folder = draft.createFolder(results, preparation.prepared());
      Held run = new Held(folder, folder.hold());
      Workspace workspace = preparation.moveInto(folder);
      RunRecord record = draft.record(job, preparation.prepared(), workspace);
      RunStart start = new RunStart(job, new Tools(worker, console), run, workspace, record);
      draft.writeResumeFile(job, folder);
      start.orDiscard(() -> Energies.check(record));
      start.orDiscard(() -> new SensitivityStation(start, console).check());
      start.orDiscard(() -> start.compared.check(workspace.prepared()));
      start.save();
      workspace.arrived().notices(workspace.timed(), workspace.layers()).forEach(start::warn);
      return start;
    }
  }

  /**
   * Takes an unfinished run up again.
   *
   * @throws InvalidInputException when the model or the dataset has changed since
   */
  public static RunStart resume(Job job, RunFolder folder, ModelWorker worker, Console console)
      throws IOException {
    RunRecord record = folder.readRecord();
    try (Preparation preparation = Preparation.of(job, worker)) {
      String sha256 = preparation.prepared().sha256();
      if (!sha256.equals(record.modelSha256())) {
        throw new InvalidInputException(
            "The model has changed since the run began (SHA-256 %s instead of %s)."
                .formatted(sha256, record.modelSha256()),
            "start a new run.");
      }
      checkDataset(job, record);
      Held run = new Held(folder, folder.reopen());
      Workspace workspace = preparation.moveInto(folder);
      RunRecord again = record.ended(Termination.UNFINISHED, null);
      RunStart start = new RunStart(job, new Tools(worker, console), run, workspace, again);
      start.compared.check(workspace.prepared());
      start.save();
      return start;
    }
  }

  private static void checkDataset(Job job, RunRecord record) {
    Dataset dataset = job.dataset();
    String sha256 = dataset == null ? null : dataset.sha256();
    if (!Objects.equals(sha256, record.datasetSha256())) {
      throw new InvalidInputException(
          "The dataset has changed since the run began (SHA-256 %s instead of %s)."
              .formatted(sha256, record.datasetSha256()),
          "start a new run.");
    }
  }

  /** Leaves nothing to resume by: for what is too short to be worth it. */
  public void forbidResuming() {
    try {
      Files.deleteIfExists(folder.file(ResumeFile.NAME));
    } catch (IOException e) {
      throw new EnvironmentException(
          "The run's folder " + folder.path() + " cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  /** Runs a check before anything is measured; a run that fails it leaves nothing behind. */
  void orDiscard(Runnable check) {
    try {
      check.run();
    } catch (LayerbenchException e) {
      try {
        folder.delete();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  Job job() {
    return job;
  }

  ModelWorker worker() {
    return worker;
  }

  /** The models that are compared as they are. */
  CompareModels compared() {
    return compared;
  }

  /** The whole models besides the uniform ones and the mixed one. */
  List<String> extraModels() {
    List<String> extra = new ArrayList<>();
    if (job.options().dynamicInt8()) {
      extra.add(CasePlan.DYNAMIC);
    }
    extra.addAll(compared.names());
    return extra;
  }

  /** The run's folder. */
  public RunFolder folder() {
    return folder;
  }

  /** run.json as it stands. */
  public synchronized RunRecord record() {
    return record;
  }

  Workspace workspace() {
    return workspace;
  }

  /** All layers, or those that --layers names. */
  List<Layer> selectedLayers() {
    return workspace.selected(job.options().layers());
  }

  /** The names of the layers, without glue. */
  static List<String> rankedNames(Workspace workspace) {
    return workspace.layers().stream().filter(Layer::isRanked).map(Layer::name).toList();
  }

  Layer layer(String name) {
    return workspace.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no layer (" + name + ")"));
  }

  /** Shows a warning and keeps it in run.json. */
  public synchronized void warn(String warning) {
    if (!record.warnings().contains(warning)) {
      console.warning(warning);
      record = record.withWarning(warning);
      save();
    }
  }

  synchronized void planned(CasePlan plan) {
    record = record.withCases(plan.ids(), plan.skipped());
    save();
  }

  /** Keeps how many rounds the layers had. */
  synchronized void made(RoundsMade rounds) {
    record = record.withRounds(rounds);
    save();
  }

  private synchronized void save() {
    folder.write("run.json", Json.pretty(record));
  }

  /** Lets another process take the run up. */
  void release() {
    try {
      held.close();
    } catch (IOException e) {
      // The system lets go of it when this process ends.
      console.line("The run's lock is not released yet: " + IoReason.of(e));
    }
  }

  /** Marks an unfinished run as interrupted by its user. */
  public synchronized void interrupted() {
    if (record.termination() == Termination.UNFINISHED) {
      record = record.ended(Termination.INTERRUPTED, RecordDraft.now());
      save();
    }
  }

  /** Marks the run as finished, writes the report, and tidies up. */
  Outcome finish() throws IOException {
    synchronized (this) {
      record = record.ended(Termination.NORMAL, RecordDraft.now());
      save();
    }
    RunData data = RunLoader.load(folder);
    String failure = ReportStation.write(folder, data);
    long failed =
        data.timings().stream()
            .filter(timing -> !timing.succeeded())
            .map(Timing::caseId)
            .distinct()
            .count();
    FileSums.write(folder);
    release();
    folder.removeWork();
    return new Outcome(folder, failed, data.verdict(), failure);
  }
}

package io.layerbench.suite;

import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.Findings;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.ModelFindings;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.SweepCases;
import io.layerbench.sensitivity.Unit;
import io.layerbench.sensitivity.UnitKind;
import io.layerbench.worker.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Computes the sensitivities, takes them from a file, or leaves them out, as the user asked. */
final class SensitivityStation {

  private static final int MOST_OUTPUT_SAMPLES = 16;
  private static final int LEAST_OUTPUT_SAMPLES = 4;

  private final RunStart start;
  private final Console console;

  SensitivityStation(RunStart start, Console console) {
    this.start = start;
    this.console = console;
  }

  /**
   * Checks the file that the user named, before anything is measured.
   *
   * @throws io.layerbench.base.InvalidInputException when it does not belong to this model
   */
  void check() {
    Path given = start.job().files().sensitivity();
    if (given != null) {
      imported(given);
    }
  }

  /** The table, with what it shows in findings.json; null for --sensitivity none. */
  @Nullable SensitivityTable run(Ranges ranges) {
    SensitivityTable table = table(ranges);
    if (table != null) {
      OnnxModel model = start.workspace().prepared();
      ModelFindings findings =
          new ModelFindings(
              model, LayerSplitter.split(model), ranges.tables(), scheme().calibration());
      start.folder().write("findings.json", Json.pretty(Findings.of(table, findings)));
    }
    return table;
  }

  private @Nullable SensitivityTable table(Ranges ranges) {
    Path done = start.folder().file("sensitivity.csv");
    if (Files.exists(done)) {
      return SensitivityCsv.read(done);
    }
    Path given = start.job().files().sensitivity();
    if (given != null) {
      return imported(given);
    }
    if ("none".equals(start.job().options().sensitivity())) {
      return null;
    }
    return compute(ranges);
  }

  private SensitivityTable compute(Ranges ranges) {
    String backend = start.job().options().backends().get(0);
    SweepCases sweep =
        Sweeps.cases(start.workspace(), Backends.named(backend), ranges.of(backend), layers());
    List<SweepCase> cases =
        new ArrayList<>(
            sweep.of(
                layers().stream().map(Unit::layer).toList(),
                EnumSet.of(Mode.ONLY),
                List.of(Treatment.of(Precision.FP16), Treatment.of(Precision.INT8))));
    // All together, which the sum of the layers is checked by.
    cases.addAll(
        sweep.of(
            List.of(new Unit(Unit.MODEL, UnitKind.MODEL, layers())),
            EnumSet.of(Mode.ONLY),
            List.of(Treatment.of(Precision.INT8))));
    if (cases.isEmpty()) {
      return Sweeps.table(start.record().modelSha256(), scheme().digest(), cases, List.of());
    }
    List<PartialSensitivity> own;
    try (ProgressLine progress = new ProgressLine(console, "Sensitivity")) {
      own = start.worker().sensitivity(task(ranges.of(backend), cases, samples(), false), progress);
    }
    List<PartialSensitivity> sums = withOutputs(ranges.of(backend), cases, own);
    return Sweeps.table(start.record().modelSha256(), scheme().digest(), cases, sums);
  }

  /**
   * INT8 layers are followed to the model's output, too, since only there their errors add up. That
   * runs what is behind each of them, so it is done for fewer samples; their number depends on the
   * model alone, that the same run gives the same sums everywhere.
   */
  private List<PartialSensitivity> withOutputs(
      Ranges.Calibrated ranges, List<SweepCase> cases, List<PartialSensitivity> own) {
    List<SweepCase> int8 =
        cases.stream().filter(one -> Treatment.of(Precision.INT8).equals(one.treatment())).toList();
    if (int8.isEmpty()) {
      return own;
    }
    int samples = Math.min(samples(), outputSamples(int8.size()));
    try (ProgressLine progress = new ProgressLine(console, "Output noise")) {
      Map<String, PartialSensitivity> outputs =
          start.worker().sensitivity(task(ranges, int8, samples, true), progress).stream()
              .collect(Collectors.toMap(PartialSensitivity::caseId, Function.identity()));
      return own.stream()
          .map(
              sums -> {
                PartialSensitivity output = outputs.get(sums.caseId());
                return output == null ? sums : sums.withModelOf(output);
              })
          .toList();
    }
  }

  /** Half of the model is behind a layer on average: so many that it is a few hundred passes. */
  static int outputSamples(int layers) {
    return Math.max(LEAST_OUTPUT_SAMPLES, Math.min(MOST_OUTPUT_SAMPLES, 1600 / layers));
  }

  private Tasks.Sensitivity task(
      Ranges.Calibrated ranges, List<SweepCase> cases, int samples, boolean modelOutput) {
    return new Tasks.Sensitivity(
        start.workspace().preparedFile().toString(),
        start.workspace().arrived().path(),
        null,
        "cpu",
        start.job().source(),
        new Tasks.Shard(false, samples(), 0, samples),
        scheme(),
        ranges.ranges(),
        cases,
        modelOutput);
  }

  private int samples() {
    return start.job().options().samples();
  }

  private List<String> layers() {
    return start.selectedLayers().stream().filter(Layer::isRanked).map(Layer::name).toList();
  }

  private Scheme scheme() {
    return Objects.requireNonNull(
        start.record().schemes().get(start.job().options().backends().get(0)));
  }

  private SensitivityTable imported(Path file) {
    Set<String> known =
        start.workspace().layers().stream().map(Layer::name).collect(Collectors.toSet());
    SensitivityTable table = SensitivityImport.read(file, start.record().modelSha256(), known);
    if (!table.scheme().equals(scheme().digest())) {
      start.warn(
          "The sensitivities come from another scheme ("
              + table.scheme()
              + ") than this run quantizes with ("
              + scheme().digest()
              + ").");
    }
    return table;
  }
}

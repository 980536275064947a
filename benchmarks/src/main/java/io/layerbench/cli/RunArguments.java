package io.layerbench.cli;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.device.DeviceReader;
import io.layerbench.run.ComparedModel;
import io.layerbench.run.DeviceLock;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.RunOptions;
import io.layerbench.suite.Job;
import io.layerbench.suite.JobFiles;
import io.layerbench.suite.QuantizeJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the main job. */
final class RunArguments {

  /** Whether to measure energies. */
  enum Energy {
    AUTO,
    OFF
  }

  @Mixin ModelOptions modelOptions = new ModelOptions();
  @Mixin QuantizationArguments quantization = new QuantizationArguments();

  @Option(
      names = "--backend",
      defaultValue = "auto",
      split = ",",
      description =
          "auto (every available one), or a list of cpu, cuda, tensorrt, ort-tensorrt. Default: auto.")
  List<String> backends = List.of("auto");

  @Option(
      names = "--precision",
      defaultValue = "fp32,fp16,int8",
      split = ",",
      description =
          "Precisions to measure; FP32 is always among them; int8-dynamic measures the whole model, too. Default: fp32,fp16,int8.")
  List<String> precisions = List.of();

  @Option(
      names = "--iterations",
      defaultValue = "100",
      description = "K, samples per fork. Default: 100.")
  int iterations;

  @Option(
      names = "--warmup",
      defaultValue = "20",
      description = "Runs before the samples. Default: 20.")
  int warmup;

  @Option(names = "--forks", defaultValue = "3", description = "JVMs per case. Default: 3.")
  int forks;

  @Option(
      names = "--threads",
      description = "Threads of the runtime. Default: the physical cores available to the process.")
  @Nullable Integer threads;

  @Option(
      names = "--samples",
      defaultValue = "100",
      description = "Calibration samples. Default: 100.")
  int samples;

  @Option(
      names = "--evaluate",
      defaultValue = "all",
      paramLabel = "N|all",
      description = "How many items to evaluate. Default: all.")
  String evaluate = "all";

  @Option(
      names = "--sensitivity",
      paramLabel = "FILE|none",
      description =
          "Take sensitivities from a sensitivity.csv, or leave them out. Default: compute them.")
  @Nullable String sensitivity;

  @Option(names = "--seed", defaultValue = "1", description = "Of every random choice. Default: 1.")
  long seed;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "A name for this device, for people.")
  @Nullable String label;

  @Option(
      names = "--output",
      defaultValue = "results",
      paramLabel = "DIR",
      description = "Where runs go. Default: results.")
  Path output = Path.of("results");

  @Option(
      names = "--layers",
      paramLabel = "GLOB",
      description = "Only layers whose name matches; * is anything.")
  @Nullable String layers;

  @Option(
      names = "--compare-model",
      paramLabel = "NAME=F",
      description = "Time and evaluate this ONNX file as it is, as one more row; may be repeated.")
  List<String> compareModels = List.of();

  @Option(
      names = "--energy",
      defaultValue = "auto",
      paramLabel = "auto|off",
      description =
          "Measure each case's energy where a counter can be read, or never. Default: auto.")
  Energy energy = Energy.AUTO;

  @Option(
      names = "--fork-timeout",
      defaultValue = "300",
      paramLabel = "SECONDS",
      description = "After that a fork counts as hung and is killed. Default: 300.")
  long forkTimeoutSeconds;

  @Option(
      names = "--shared-device",
      description =
          "Measure although another run is being made on this device; both say \"shared device\".")
  boolean sharedDevice;

  @Option(names = "--quiet", description = "No talk on standard error but warnings and errors.")
  boolean quiet;

  /** For the layers' rounds; no option here, since evaluate has none. */
  @Nullable String timeLimit;

  /** The job, with every option checked and every name resolved. */
  Job job(PlanningOptions planning) {
    ModelOptions.ModelFiles files = modelOptions.files();
    var unused = forkLimit();
    Map<String, Path> compared = CompareOption.files(compareModels);
    return new Job(
        new JobFiles(files.model(), files.data(), files.dataRoot(), sensitivityFile(), compared),
        options(planning, CompareOption.digests(compared)));
  }

  DeviceLock lockDevice() {
    return DeviceLock.take(DeviceLock.folder(), sharedDevice);
  }

  Duration forkLimit() {
    if (forkTimeoutSeconds < 1) {
      throw new UsageException(
          "--fork-timeout (" + forkTimeoutSeconds + ") must be at least 1 second.", "");
    }
    return Duration.ofSeconds(forkTimeoutSeconds);
  }

  private RunOptions options(PlanningOptions planning, Map<String, ComparedModel> compared) {
    return new RunOptions(
        modelOptions.modelName(),
        modelOptions.dataName(),
        backendNames(),
        precisionList(),
        iterations,
        warmup,
        forks,
        TimeLimit.seconds(timeLimit),
        threads == null ? new DeviceReader().physicalCoresAvailable() : threads,
        modelOptions.batch,
        modelOptions.shapeMap(),
        samples,
        evaluateItems(),
        sensitivityName(),
        seed,
        label,
        layers,
        quantization.options(),
        precisions.contains(QuantizeJob.DYNAMIC),
        planning,
        compared,
        energy == Energy.AUTO);
  }

  private List<String> backendNames() {
    if (backends.equals(List.of("auto"))) {
      List<String> available =
          Backends.all().stream()
              .filter(backend -> backend.availability().isAvailable())
              .map(Backend::name)
              .toList();
      if (available.isEmpty()) {
        throw new EnvironmentException(
            "No backend is available on this machine.", "`device` says why for each.");
      }
      return available;
    }
    for (String name : backends) {
      Availability availability = Backends.named(name).availability();
      if (!availability.isAvailable()) {
        throw new EnvironmentException(
            "The backend (%s) is not available here: step \"%s\" failed: %s."
                .formatted(name, availability.failedStep(), availability.message()),
            String.valueOf(availability.remedy()));
      }
    }
    return backends.stream().distinct().toList();
  }

  private List<Precision> precisionList() {
    Set<Precision> wanted = new LinkedHashSet<>(List.of(Precision.FP32));
    precisions.stream()
        .filter(text -> !text.equals(QuantizeJob.DYNAMIC))
        .forEach(text -> wanted.add(Precision.parse(text)));
    for (Precision precision : wanted) {
      if (!precision.executable()) {
        throw new UsageException(
            "The precision (" + precision.id() + ") exists as simulation only.",
            "measure fp32, fp16 or int8.");
      }
    }
    return Arrays.stream(Precision.values()).filter(wanted::contains).toList();
  }

  private @Nullable Integer evaluateItems() {
    if (evaluate.equals("all")) {
      return null;
    }
    try {
      return Integer.valueOf(evaluate);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--evaluate (" + evaluate + ") is neither a number nor \"all\".", "", e);
    }
  }

  private @Nullable Path sensitivityFile() {
    if (sensitivity == null || sensitivity.equals("none")) {
      return null;
    }
    Path file = Path.of(sensitivity);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "The sensitivity file " + file + " does not exist.", "check the path.");
    }
    return file;
  }

  private @Nullable String sensitivityName() {
    Path file = sensitivityFile();
    return file == null ? sensitivity : String.valueOf(file.getFileName());
  }
}

package io.layerbench.cli;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.UsageException;
import io.layerbench.device.DeviceReader;
import io.layerbench.quantize.ReducedRange;
import io.layerbench.quantize.Scheme;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.suite.JobFiles;
import io.layerbench.suite.Workbench;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that prepare and calibrate a model outside of a run. */
final class BenchArguments {

  @Mixin ModelOptions modelOptions = new ModelOptions();
  @Mixin QuantizationArguments quantization = new QuantizationArguments();

  @Option(
      names = "--backend",
      defaultValue = "cpu",
      description = "Whose quantization is meant: cpu, cuda, tensorrt, ort-tensorrt. Default: cpu.")
  String backend = "cpu";

  @Option(
      names = "--threads",
      description = "Threads of the runtime. Default: the physical cores available to the process.")
  @Nullable Integer threads;

  @Option(
      names = "--samples",
      defaultValue = "100",
      description = "Calibration samples. Default: 100.")
  int samples;

  @Option(names = "--seed", defaultValue = "1", description = "Of every random choice. Default: 1.")
  long seed;

  @Option(names = "--quiet", description = "No talk on standard error but warnings and errors.")
  boolean quiet;

  /** The request, with every option checked; says how the model is quantized. */
  Workbench.Request request(TerminalConsole console) {
    ModelOptions.ModelFiles files = modelOptions.files();
    if (samples < 1) {
      throw new UsageException("--samples (" + samples + ") must be at least 1.", "");
    }
    Backend chosen = Backends.named(backend);
    List<String> instructions = new DeviceReader().read().cpu().vectorInstructions().items();
    QuantizationOptions options = quantization.options();
    ActivationType wanted = chosen.capabilities().activationType();
    Scheme scheme = options.scheme(wanted, instructions);
    console.line("Quantization (%s): %s.".formatted(backend, scheme.text()));
    console.line(ReducedRange.decide(instructions, wanted).reason());
    return new Workbench.Request(
        new JobFiles(files.model(), files.data(), files.dataRoot(), null, Map.of()),
        modelOptions.shapeMap(),
        backend,
        scheme,
        samples,
        threads(),
        seed);
  }

  int threads() {
    int count = threads == null ? new DeviceReader().physicalCoresAvailable() : threads;
    if (count < 1) {
      throw new UsageException("--threads (" + count + ") must be at least 1.", "");
    }
    return count;
  }
}

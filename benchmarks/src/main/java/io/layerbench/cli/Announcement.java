package io.layerbench.cli;

import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.dataset.Dataset;
import io.layerbench.device.Conditions;
import io.layerbench.device.ConditionsReader;
import io.layerbench.device.Device;
import io.layerbench.device.DeviceReader;
import io.layerbench.device.DeviceText;
import io.layerbench.quantize.ReducedRange;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.run.RunOptions;
import io.layerbench.suite.Job;
import io.layerbench.suite.RecordDraft;
import io.layerbench.suite.StartWarnings;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what will be measured on what, and writes it down. */
final class Announcement {

  private final TerminalConsole console;

  Announcement(TerminalConsole console) {
    this.console = console;
  }

  /** Reads device, conditions, backends and dataset, prints them, and drafts run.json. */
  RecordDraft draft(Job job, ModelWorker worker) {
    Dataset dataset = job.dataset();
    Device device = new DeviceReader().read();
    Conditions conditions = new ConditionsReader().read();
    DeviceText.lines(device).forEach(console::line);
    DeviceText.lines(conditions).forEach(console::line);
    if (!job.options().energy()) {
      console.line("Energy: not measured (--energy off)");
    }
    Map<String, String> versions = versions(job, worker);
    versions.forEach((name, version) -> console.line("Runtime: " + name + " " + version));
    List<Availability> backends = backends();
    quantization(job.options(), device);
    List<String> warnings = StartWarnings.of(conditions, dataset != null, job.options().backends());
    warnings.forEach(console::warning);
    return new RecordDraft(
        device,
        conditions,
        backends,
        versions,
        dataset == null ? null : dataset.name(),
        dataset == null ? null : dataset.sha256());
  }

  /** Prints how each backend's models are quantized, and why weights take so many bits. */
  private void quantization(RunOptions options, Device device) {
    List<String> instructions = device.cpu().vectorInstructions().items();
    for (String name : options.backends()) {
      ActivationType activations = Backends.named(name).capabilities().activationType();
      console.line(
          "Quantization (%s): %s. %s"
              .formatted(
                  name,
                  options.quantization().scheme(activations, instructions).text(),
                  options.quantization().reducedRange() == QuantizationOptions.Choice.AUTO
                      ? ReducedRange.decide(instructions, activations).reason()
                      : ""));
    }
  }

  private static Map<String, String> versions(Job job, ModelWorker worker) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String backend : job.options().backends()) {
      versions.put(
          Backends.named(backend).runtimeName() + " (" + backend + ")",
          worker.runtimeVersion(new Tasks.RuntimeVersion(backend)));
    }
    versions.put("JMH", org.openjdk.jmh.util.Version.getPlainVersion());
    return versions;
  }

  /** Prints every backend, the unavailable ones with their reason. */
  List<Availability> backends() {
    List<Availability> backends = Backends.all().stream().map(Backend::availability).toList();
    for (Availability one : backends) {
      console.line(
          one.isAvailable()
              ? "Backend %s: available".formatted(one.backend())
              : "Backend %s: unavailable (%s: %s)"
                  .formatted(one.backend(), one.failedStep(), one.message()));
    }
    return backends;
  }
}

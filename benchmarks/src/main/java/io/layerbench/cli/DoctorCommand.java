package io.layerbench.cli;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.device.DeviceReader;
import io.layerbench.device.MachineNoise;
import io.layerbench.natives.NativesFolder;
import io.layerbench.suite.ProgressLine;
import io.layerbench.worker.BackendWorkers;
import io.layerbench.worker.Tasks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Says of each backend whether it works here, and how well the machine can be measured on; and what
 * to do where that is bad.
 */
@Command(
    name = "doctor",
    description =
        "Says of each backend whether it works here: ok, or the step that failed, its message and what to do; and how well times can be measured on this machine.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private static final int MOST_SECONDS = 600;
  private static final String ROW = "%-16s  %s%n";

  @Mixin private GpuNativesOption natives = new GpuNativesOption();

  @Option(
      names = "--noise-seconds",
      defaultValue = "15",
      paramLabel = "N",
      description =
          "How long to try clock, stability, run-down and scaling; 0 leaves it out. Default: 15.")
  private double seconds;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * What --format json prints.
   *
   * @param gpuNatives the folder of GPU libraries; null without one
   * @param backends in the order in which they are listed everywhere
   * @param noise what was measured; null where it was left out
   * @param findings what that means
   */
  record Printed(
      @Nullable String gpuNatives,
      List<Availability> backends,
      @Nullable MachineNoise noise,
      List<MachineNoise.Finding> findings) {

    Printed {
      backends = List.copyOf(backends);
      findings = List.copyOf(findings);
    }
  }

  @Override
  public Integer call() {
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new UsageException(
          "--noise-seconds must lie between 0 and %d (%s).".formatted(MOST_SECONDS, seconds),
          "15 suffice for most machines; a minute shows how a laptop heats up.");
    }
    natives.applyExisting();
    String folder = NativesFolder.find().map(one -> one.path().toString()).orElse(null);
    List<Availability> backends = Backends.all().stream().map(Backend::availability).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.TEXT) {
      out.printf(ROW, "GPU libraries", folder == null ? "no folder" : folder);
      backends.forEach(one -> print(one, out));
      out.flush();
    }
    MachineNoise noise = seconds == 0 ? null : noise();
    List<MachineNoise.Finding> findings = noise == null ? List.of() : noise.findings();
    if (format == Format.JSON) {
      out.print(Json.pretty(new Printed(folder, backends, noise, findings)));
    } else {
      findings.forEach(one -> print(one, out));
    }
    out.flush();
    return ExitCodes.OK;
  }

  /** In a child: this process loads no native library. */
  private MachineNoise noise() {
    int threads = new DeviceReader().physicalCoresAvailable();
    TerminalConsole console = new TerminalConsole(spec.commandLine().getErr(), quiet);
    Path temporary = TemporaryFolders.create();
    try (BackendWorkers worker = new BackendWorkers(temporary);
        ProgressLine progress = new ProgressLine(console, "Trying the machine")) {
      return worker.noise(new Tasks.Noise(seconds, threads), progress);
    } finally {
      TemporaryFolders.delete(temporary);
    }
  }

  private static void print(MachineNoise.Finding one, PrintWriter out) {
    out.printf(ROW, one.name(), (one.good() ? "ok: " : "attention: ") + one.value());
    if (!one.good()) {
      out.printf(ROW, "", "  " + one.meaning());
      out.printf(ROW, "", "  Maybe: " + one.remedy());
    }
  }

  /** A message may be as long as a path: it and the remedy have lines of their own. */
  private static void print(Availability one, PrintWriter out) {
    boolean works = one.isAvailable();
    out.printf(ROW, one.backend(), works ? "ok" : "failed at: " + one.failedStep());
    if (!works) {
      out.printf(ROW, "", "  " + one.message());
      out.printf(ROW, "", "  Maybe: " + one.remedy());
    }
  }
}

package io.layerbench.cli;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.natives.NativesFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of each backend whether it works here, and what to do where it does not. */
@Command(
    name = "doctor",
    description =
        "Says of each backend whether it works here: ok, or the step that failed, its message and what to do.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private static final String ROW = "%-13s  %s%n";

  @Mixin private GpuNativesOption natives = new GpuNativesOption();

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * What --format json prints.
   *
   * @param gpuNatives the folder of GPU libraries; null without one
   * @param backends in the order in which they are listed everywhere
   */
  record Printed(@Nullable String gpuNatives, List<Availability> backends) {

    Printed {
      backends = List.copyOf(backends);
    }
  }

  @Override
  public Integer call() {
    natives.applyExisting();
    String folder = NativesFolder.find().map(one -> one.path().toString()).orElse(null);
    List<Availability> backends = Backends.all().stream().map(Backend::availability).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.print(Json.pretty(new Printed(folder, backends)));
    } else {
      out.printf(ROW, "GPU libraries", folder == null ? "no folder" : folder);
      backends.forEach(one -> print(one, out));
    }
    out.flush();
    return ExitCodes.OK;
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

package io.layerbench.cli;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.device.ConditionWarning;
import io.layerbench.device.Conditions;
import io.layerbench.device.ConditionsReader;
import io.layerbench.device.Device;
import io.layerbench.device.DeviceProfiles;
import io.layerbench.device.DeviceReader;
import io.layerbench.device.DeviceText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the device. */
@Command(
    name = "device",
    description = "Prints this device, its present conditions and the backends.",
    mixinStandardHelpOptions = true)
final class DeviceCommand implements Callable<Integer> {

  @Option(names = "--save", description = "Write hardware-profiles/<device-id>.json.")
  private boolean save;

  @Option(
      names = "--output",
      defaultValue = "hardware-profiles",
      paramLabel = "DIR",
      description = "Where --save writes. Default: hardware-profiles.")
  private Path output = DeviceProfiles.DEFAULT_DIRECTORY;

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What --format json prints. */
  record Printed(Device device, Conditions conditions, List<Availability> backends) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Device device = new DeviceReader().read();
    Conditions conditions = new ConditionsReader().read();
    List<Availability> backends = Backends.all().stream().map(Backend::availability).toList();
    if (format == Format.JSON) {
      out.print(Json.pretty(new Printed(device, conditions, backends)));
    } else {
      DeviceText.lines(device).forEach(out::println);
      DeviceText.lines(conditions).forEach(out::println);
      backends.forEach(one -> out.println(line(one)));
      for (ConditionWarning warning : conditions.warnings()) {
        spec.commandLine()
            .getErr()
            .println("WARNING: " + warning.what() + " Maybe: " + warning.remedy());
      }
    }
    if (save) {
      spec.commandLine().getErr().println("Saved " + new DeviceProfiles(output).save(device));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private static String line(Availability one) {
    return one.isAvailable()
        ? "Backend %s: available".formatted(one.backend())
        : "Backend %s: unavailable (%s: %s)%n  Maybe: %s"
            .formatted(one.backend(), one.failedStep(), one.message(), one.remedy());
  }
}

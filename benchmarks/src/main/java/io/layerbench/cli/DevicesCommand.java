package io.layerbench.cli;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.device.Device;
import io.layerbench.device.DeviceProfiles;
import io.layerbench.device.DeviceText;
import io.layerbench.run.RunRecord;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists known devices, or says in which facts some differ. */
@Command(
    name = "devices",
    description = "Lists the devices of hardware-profiles and of runs, or compares some.",
    mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "DEVICE",
      description = "Ids of profiles, runs' folders, or latest, to compare. Default: list all.")
  private List<String> names = List.of();

  @Option(
      names = "--profiles",
      defaultValue = "hardware-profiles",
      paramLabel = "DIR",
      description = "Where profiles are. Default: hardware-profiles.")
  private Path profiles = DeviceProfiles.DEFAULT_DIRECTORY;

  @Mixin private ResultsOption results = new ResultsOption();

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** A listed device: whether it has a profile, and how many runs were made on it. */
  record Listed(String id, String cpu, boolean profile, int runs) {}

  /** A fact that is not the same everywhere, by the names given. */
  record Differing(String fact, Map<String, String> values) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (names.isEmpty()) {
      List<Listed> listed = listed();
      if (format == Format.JSON) {
        out.print(Json.pretty(listed));
      } else {
        listed.forEach(one -> out.println(line(one)));
      }
      if (listed.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                "There is no profile under %s and no run under %s; `device --save` writes this device's."
                    .formatted(profiles, results.folder()));
      }
    } else {
      List<Differing> differing = differing();
      if (format == Format.JSON) {
        out.print(Json.pretty(differing));
      } else {
        differing.forEach(one -> print(out, one));
        out.println(differing.isEmpty() ? "No fact differs." : differing.size() + " facts differ.");
      }
    }
    out.flush();
    return ExitCodes.OK;
  }

  private List<Listed> listed() {
    Map<String, Listed> listed = new LinkedHashMap<>();
    for (Device device : new DeviceProfiles(profiles).all()) {
      listed.put(device.id(), new Listed(device.id(), device.cpu().modelName().text(), true, 0));
    }
    for (Runs.Recorded run : Runs.recorded(results.folder(), spec.commandLine().getErr())) {
      Device device = run.record().device();
      Listed known =
          listed.getOrDefault(
              device.id(), new Listed(device.id(), device.cpu().modelName().text(), false, 0));
      listed.put(
          device.id(), new Listed(known.id(), known.cpu(), known.profile(), known.runs() + 1));
    }
    return List.copyOf(listed.values());
  }

  private static String line(Listed one) {
    return TerminalText.plain(
        "%-28s  %-40s  %s, %d %s"
            .formatted(
                one.id(),
                one.cpu(),
                one.profile() ? "profile" : "no profile",
                one.runs(),
                one.runs() == 1 ? "run" : "runs"));
  }

  private List<Differing> differing() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    names.forEach(name -> all.put(name, facts(name)));
    List<String> labels =
        all.values().stream().flatMap(facts -> facts.keySet().stream()).distinct().toList();
    List<Differing> differing = new ArrayList<>();
    for (String label : labels) {
      Map<String, String> values = new LinkedHashMap<>();
      all.forEach((name, facts) -> values.put(name, facts.getOrDefault(label, "not recorded")));
      if (values.values().stream().distinct().count() > 1) {
        differing.add(new Differing(label, values));
      }
    }
    return differing;
  }

  /** A profile's hardware; a run's, and its conditions besides. */
  private Map<String, String> facts(String name) {
    if (name.equals("latest") || Files.isDirectory(Path.of(name))) {
      RunRecord record = Runs.find(name, results.folder()).readRecord();
      Map<String, String> facts = new LinkedHashMap<>(DeviceText.rows(record.device()));
      facts.putAll(DeviceText.rows(record.conditions()));
      return facts;
    }
    List<Device> known = new DeviceProfiles(profiles).all();
    return known.stream()
        .filter(device -> device.id().equals(name))
        .findFirst()
        .map(DeviceText::rows)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "There is no profile (" + name + ") under " + profiles + ".",
                    "known ones are: "
                        + known.stream().map(Device::id).collect(Collectors.joining(", "))
                        + "."));
  }

  private static void print(PrintWriter out, Differing one) {
    out.println(one.fact() + ":");
    one.values()
        .forEach(
            (name, value) -> out.println(TerminalText.plain("  %-28s  %s".formatted(name, value))));
  }
}

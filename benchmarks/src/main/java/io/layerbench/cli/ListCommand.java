package io.layerbench.cli;

import io.layerbench.base.Json;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists runs. */
@Command(
    name = "list",
    description = "Lists the runs, oldest first.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Option(
      names = "--output",
      defaultValue = "results",
      paramLabel = "DIR",
      description = "Where runs are. Default: results.")
  private Path output = Path.of("results");

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** A listed run. */
  record Listed(String run, String device, String model, String started, String termination) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Listed> listed = new ArrayList<>();
    for (Runs.Recorded run : Runs.recorded(output, spec.commandLine().getErr())) {
      listed.add(
          new Listed(
              run.folder().path().toString(),
              run.record().device().id(),
              run.record().modelName(),
              run.record().startedUtc(),
              run.record().termination().name()));
    }
    if (format == Format.JSON) {
      out.print(Json.pretty(listed));
    } else {
      listed.forEach(
          one ->
              out.println(
                  TerminalText.plain(
                      "%-12s %-20s %-24s %s"
                          .formatted(one.termination(), one.started(), one.model(), one.run()))));
    }
    out.flush();
    if (listed.isEmpty()) {
      spec.commandLine().getErr().println("There is no run under " + output + ".");
    }
    return ExitCodes.OK;
  }
}

package io.layerbench.cli;

import io.layerbench.base.EnvironmentException;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.ReportStation;
import io.layerbench.suite.RunLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes reports again. */
@Command(
    name = "report",
    description = "Writes report.html again, from the files of a run.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "A run's folder, or latest.")
  private List<String> runs = List.of();

  @Option(
      names = "--output",
      defaultValue = "results",
      paramLabel = "DIR",
      description = "Where latest looks. Default: results.")
  private Path output = Path.of("results");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String run : runs) {
      RunFolder folder = Runs.find(run, output);
      String failure = ReportStation.write(folder, RunLoader.load(folder));
      if (!failure.isEmpty()) {
        throw new EnvironmentException(
            "The report of " + folder.path() + " cannot be drawn here (" + failure + ").",
            "copy the folder to a machine with fonts and run `report` there.");
      }
      out.println(folder.file("report.html"));
    }
    out.flush();
    return ExitCodes.OK;
  }
}

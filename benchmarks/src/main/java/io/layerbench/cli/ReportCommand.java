package io.layerbench.cli;

import io.layerbench.base.EnvironmentException;
import io.layerbench.report.ReportFormat;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.ReportStation;
import io.layerbench.suite.RunLoader;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes reports again. */
@Command(
    name = "report",
    description =
        "Writes report.html again, or prints a run in another format, from the run's files.",
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

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "html",
      description =
          "html writes report.html. markdown, csv (a row per layer), json and openmetrics (gauges"
              + " for monitoring) are printed, of one run. Default: html.")
  private ReportFormat format = ReportFormat.HTML;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (format != ReportFormat.HTML) {
      out.print(format.text(RunLoader.load(Runs.find(single(), output))));
      out.flush();
      return ExitCodes.OK;
    }
    for (String run : runs) {
      RunFolder folder = Runs.find(run, output);
      String failure = ReportStation.write(folder, RunLoader.load(folder));
      if (!failure.isEmpty()) {
        throw new EnvironmentException(
            "The report of " + folder.path() + " cannot be drawn here (" + failure + ").",
            "copy the folder to a machine with fonts and run `report` there.");
      }
      out.println(TerminalText.plain(folder.file("report.html").toString()));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private String single() {
    if (runs.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--format " + format.name().toLowerCase(Locale.ROOT) + " takes one run.");
    }
    return runs.get(0);
  }
}

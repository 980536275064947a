package io.layerbench.cli;

import io.layerbench.comparison.Comparer;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.Gate;
import io.layerbench.comparison.GateMarkdown;
import io.layerbench.comparison.GateResult;
import io.layerbench.comparison.GateResult.Check;
import io.layerbench.comparison.GateResult.Outcome;
import io.layerbench.comparison.JUnitXml;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.ComparisonLoader;
import io.layerbench.suite.RunComparisonText;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fails where a run is worse than a baseline. */
@Command(
    name = "gate",
    description =
        "Exits with 4 where a run is shown to be slower than a baseline, or is less accurate.",
    mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run to check: its folder, or latest.")
  private String run = "";

  @Option(
      names = "--baseline",
      required = true,
      paramLabel = "RUN",
      description = "The run that it is held against.")
  private String baseline = "";

  @Option(
      names = "--max-slowdown",
      defaultValue = "5%",
      paramLabel = "PERCENT",
      converter = Percent.class,
      description = "The most that a layer or whole model may be shown to be slower. Default: 5%%.")
  private double maxSlowdown;

  @Option(
      names = "--max-drop",
      defaultValue = "0.5",
      paramLabel = "POINTS",
      converter = Percent.class,
      description =
          "The most points of percent that a whole model's accuracy may fall. Default: 0.5.")
  private double maxDrop;

  @Option(
      names = "--noise",
      defaultValue = "2%",
      paramLabel = "PERCENT",
      converter = Percent.class,
      description = "Changes up to this count as none. Default: 2%%.")
  private double noise;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write a test case per check as JUnit XML.")
  private @Nullable Path junit;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write a summary in Markdown.")
  private @Nullable Path summary;

  @Mixin private ResultsOption results = new ResultsOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ComparisonLoader loader = new ComparisonLoader();
    RunFolder first = Runs.find(baseline, results.folder());
    loader.add(first);
    loader.add(Runs.find(run, results.folder()));
    Comparison comparison = Comparer.compare(loader.runs(), loader.baselines(first), noise);
    GateResult result = Gate.check(comparison, new GateResult.Limits(maxSlowdown, maxDrop));
    print(comparison, result);
    if (junit != null) {
      OutputFiles.write(junit, JUnitXml.text(result));
    }
    if (summary != null) {
      OutputFiles.write(summary, GateMarkdown.text(comparison, result));
    }
    return result.passed() ? ExitCodes.OK : ExitCodes.REGRESSION;
  }

  private void print(Comparison comparison, GateResult result) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    RunComparisonText.warnings(comparison).forEach(one -> err.println("WARNING: " + one));
    result.of(Outcome.FAILED).forEach(check -> out.println("FAILED     " + line(check)));
    result.of(Outcome.UNDECIDED).forEach(check -> out.println("UNDECIDED  " + line(check)));
    out.println(result.verdict());
    out.flush();
  }

  private static String line(Check check) {
    return TerminalText.plain(check.group() + ": " + check.name() + ": " + check.text());
  }
}

package io.layerbench.cli;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.comparison.Comparer;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.ComparisonCsv;
import io.layerbench.comparison.ComparisonMarkdown;
import io.layerbench.report.ComparisonWriter;
import io.layerbench.report.ReportException;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.ComparisonLoader;
import io.layerbench.suite.RunComparisonText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares runs. */
@Command(
    name = "compare",
    description =
        "Compares runs of one model: devices, backends or dates, layer by layer, with verdicts.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  /** What a comparison is written as. */
  enum Kind {
    HTML("comparison.html"),
    JSON("comparison.json"),
    CSV("comparison.csv"),
    MARKDOWN("comparison.md");

    private final String file;

    Kind(String file) {
      this.file = file;
    }
  }

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Runs' folders, or latest.")
  private List<String> runs = List.of();

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description = "What the others are held against. Default: the first.")
  private @Nullable String baseline;

  @Option(
      names = "--noise",
      defaultValue = "2%",
      paramLabel = "PERCENT",
      converter = Percent.class,
      description = "Changes up to this count as none. Default: 2%%.")
  private double noise;

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "FORMAT",
      description = "Which files to write: html, json, csv, markdown. Default: all.")
  private List<Kind> formats = List.of(Kind.values());

  @Option(
      names = "--output",
      defaultValue = "comparison",
      paramLabel = "DIR",
      description = "Where the files go. Default: comparison.")
  private Path output = Path.of("comparison");

  @Mixin private ResultsOption results = new ResultsOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Comparison comparison = comparison();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    RunComparisonText.warnings(comparison).forEach(one -> err.println("WARNING: " + one));
    RunComparisonText.lines(comparison).forEach(out::println);
    for (Kind kind : formats) {
      out.println(OutputFiles.write(output.resolve(kind.file), text(kind, comparison)));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private Comparison comparison() {
    ComparisonLoader loader = new ComparisonLoader();
    RunFolder first = Runs.find(baseline == null ? runs.get(0) : baseline, results.folder());
    loader.add(first);
    runs.forEach(run -> loader.add(Runs.find(run, results.folder())));
    if (loader.runs().size() < 2) {
      throw new UsageException(
          "There is nothing to compare with (" + first.path() + ").",
          "name two runs, or a run of several backends.");
    }
    return Comparer.compare(loader.runs(), loader.baselines(first), noise);
  }

  private static String text(Kind kind, Comparison comparison) {
    return switch (kind) {
      case HTML -> html(comparison);
      case JSON -> Json.pretty(comparison);
      case CSV -> ComparisonCsv.text(comparison);
      case MARKDOWN -> ComparisonMarkdown.text(comparison);
    };
  }

  private static String html(Comparison comparison) {
    try {
      return new ComparisonWriter().render(comparison);
    } catch (ReportException e) {
      throw new EnvironmentException(
          "The comparison cannot be drawn here (" + e.getMessage() + ").",
          "leave html out of --format, or compare on a machine with fonts.",
          e);
    }
  }
}

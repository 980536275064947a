package io.layerbench.cli;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.check.CheckResult;
import io.layerbench.check.RunCheck;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recomputes what runs say. */
@Command(
    name = "check",
    description =
        "Recomputes statistics, ranking, plan and report of runs from their raw samples; exits with 6 where something disagrees.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  /** A check can find as many disagreements as a journal has lines. */
  private static final int MOST = 5;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "A run's folder, or latest.")
  private List<String> runs = List.of();

  @Option(
      names = "--output",
      defaultValue = "results",
      paramLabel = "DIR",
      description = "Where latest looks. Default: results.")
  private Path output = Path.of("results");

  @Option(names = "--strict", description = "A check that could not be made ends with 6, too.")
  private boolean strict;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, or json with every disagreement. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, List<CheckResult>> all = new LinkedHashMap<>();
    for (String run : runs) {
      RunFolder folder = Runs.find(run, output);
      List<CheckResult> results = RunCheck.of(folder);
      all.put(folder.path().toString(), results);
      if (format == Format.TEXT) {
        out.println(TerminalText.plain(folder.path().toString()));
        results.forEach(result -> print(result, out));
        printUnchecked(results, out);
      }
    }
    if (format == Format.JSON) {
      out.print(Json.pretty(all));
    }
    out.flush();
    List<String> disagreeing =
        all.entrySet().stream()
            .filter(run -> !run.getValue().stream().allMatch(CheckResult::passed))
            .map(Map.Entry::getKey)
            .toList();
    if (!disagreeing.isEmpty()) {
      throw new InvalidInputException(
          "What %d of %d runs say does not follow from their samples (%s)."
              .formatted(disagreeing.size(), all.size(), String.join(", ", disagreeing)),
          "do not rely on them; measure again.");
    }
    if (strict && all.values().stream().flatMap(List::stream).anyMatch(CheckResult::unchecked)) {
      throw new InvalidInputException(
          "Not all that %d runs say could be checked.".formatted(all.size()),
          "the lines above say why; without --strict they pass.");
    }
    return ExitCodes.OK;
  }

  private static void printUnchecked(List<CheckResult> results, PrintWriter out) {
    long unchecked = results.stream().filter(CheckResult::unchecked).count();
    if (unchecked > 0) {
      out.printf("  %d of %d checks could not be made.%n", unchecked, results.size());
    }
  }

  private static void print(CheckResult result, PrintWriter out) {
    String outcome =
        switch (result.outcome()) {
          case OK -> "ok";
          case NOT_CHECKED -> "not checked";
          case DISAGREES -> "DISAGREES";
        };
    out.printf("  %-12s %s: %s%n", outcome, result.check(), TerminalText.plain(result.compared()));
    result.disagreements().stream()
        .limit(MOST)
        .forEach(one -> out.println("    " + TerminalText.plain(one)));
    int more = result.disagreements().size() - MOST;
    if (more > 0) {
      out.println("    and " + more + " more (--format json has all)");
    }
  }
}

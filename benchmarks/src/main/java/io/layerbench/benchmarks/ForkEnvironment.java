package io.layerbench.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Sets environment variables in a fork. JMH has no option for them, but lets a profiler put a
 * command before the fork's own; this one measures nothing.
 */
public final class ForkEnvironment implements ExternalProfiler {

  private static final String SEPARATOR = "\n";

  private final List<String> assignments;

  /** From what {@link #line} made. */
  public ForkEnvironment(String line) {
    assignments = List.of(line.split(SEPARATOR, -1));
  }

  /** The variables as one text, for JMH to hand to the constructor. */
  static String line(Map<String, String> variables) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(variables).forEach((name, value) -> lines.add(name + "=" + value));
    return String.join(SEPARATOR, lines);
  }

  /** True where the system has the command. */
  public static boolean isPossible() {
    return !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
  }

  @Override
  public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(assignments);
    return command;
  }

  @Override
  public Collection<String> addJVMOptions(BenchmarkParams params) {
    return List.of();
  }

  @Override
  public void beforeTrial(BenchmarkParams params) {
    // There is nothing to prepare.
  }

  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  public Collection<? extends Result> afterTrial(
      BenchmarkResult result, long pid, File out, File err) {
    return List.of();
  }

  @Override
  public boolean allowPrintOut() {
    return true;
  }

  @Override
  public boolean allowPrintErr() {
    return true;
  }

  @Override
  public String getDescription() {
    return "sets environment variables in the fork";
  }
}

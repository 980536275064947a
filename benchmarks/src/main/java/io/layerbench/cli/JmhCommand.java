package io.layerbench.cli;

import io.layerbench.benchmarks.ForkEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the help for plain JMH, which {@link Main} calls itself. */
@Command(
    name = "jmh",
    description =
        "Plain JMH on the same benchmarks, with all of JMH's own flags: jmh -h lists them.")
final class JmhCommand implements Callable<Integer> {

  private static final String QUIET = "ORT_DISABLE_TELEMETRY=1";

  @Unmatched private List<String> arguments = List.of();

  /**
   * JMH's own arguments, and the one that keeps the runtime's telemetry out of its forks: their
   * environment is ours, which no Java program can change for itself.
   *
   * @param arguments "jmh" and what follows it
   */
  static String[] withEnvironment(String... arguments) {
    List<String> own = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    boolean asksOnly = own.stream().anyMatch(a -> a.matches("-h|-l|-lp|-lrf|-lprof"));
    if (!asksOnly && ForkEnvironment.isPossible()) {
      own.add("-prof");
      own.add(ForkEnvironment.class.getName() + ":" + QUIET);
    }
    return own.toArray(new String[0]);
  }

  @Override
  public Integer call() throws Exception {
    org.openjdk.jmh.Main.main(arguments.toArray(new String[0]));
    return ExitCodes.OK;
  }
}

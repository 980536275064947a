package io.layerbench.cli;

import io.layerbench.base.LayerbenchException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program: {@code java -jar benchmarks.jar [command]}; without a command it runs the main job.
 */
@Command(
    name = "benchmarks.jar",
    description = "Measures every layer of an ONNX model in FP32, FP16 and INT8 on this device.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      RunCommand.class,
      DeviceCommand.class,
      DevicesCommand.class,
      DoctorCommand.class,
      NativesCommand.class,
      LayersCommand.class,
      RankCommand.class,
      EvaluateCommand.class,
      QuantizeCommand.class,
      SensitivityCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      GateCommand.class,
      CheckCommand.class,
      ListCommand.class,
      QueryCommand.class,
      JmhCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ok",
      "1:internal error",
      "2:wrong usage",
      "3:finished, but some cases failed",
      "4:regression gate",
      "5:environment refused",
      "6:invalid input file",
      "130:interrupted"
    })
public final class Main {

  private Main() {}

  /** Runs and exits with the code that {@code --help} lists. */
  public static void main(String[] arguments) throws IOException {
    // Charts are drawn into files: no window system is needed, nor to be waited for.
    System.setProperty("java.awt.headless", "true");
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      // JMH parses its own flags: picocli would take some of them for its own.
      org.openjdk.jmh.Main.main(JmhCommand.withEnvironment(arguments));
      return;
    }
    System.exit(execute(arguments));
  }

  /** Runs without exiting. */
  static int execute(String... arguments) {
    try {
      return commandLine().execute(startsWithCommand(arguments) ? arguments : withRun(arguments));
    } catch (OutOfMemoryError e) {
      System.err.println(
          "Error: The memory (%d MiB) does not suffice for what was to be read."
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
      System.err.println("Maybe: give the program more with java -Xmx.");
      return ExitCodes.ENVIRONMENT;
    }
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Main::report);
    line.setParameterExceptionHandler(Main::refuse);
    Objects.requireNonNull(line.getSubcommands().get("rank"))
        .getCommandSpec()
        .usageMessage()
        .footer(PlanningArguments.descriptions().toArray(new String[0]));
    return line;
  }

  private static boolean startsWithCommand(String[] arguments) {
    return arguments.length > 0
        && (commandLine().getSubcommands().containsKey(arguments[0])
            || arguments[0].matches("-h|--help|-V|--version"));
  }

  private static String[] withRun(String[] arguments) {
    String[] extended = new String[arguments.length + 1];
    extended[0] = "run";
    System.arraycopy(arguments, 0, extended, 1, arguments.length);
    return extended;
  }

  /** Without the whole help, behind which the sentence that matters would scroll away. */
  private static int refuse(CommandLine.ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("Error: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println(
          "Maybe: `%s --help` lists what there is."
              .formatted(line.getCommandSpec().qualifiedName()));
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static int report(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (e instanceof LayerbenchException expected) {
      err.println("Error: " + expected.getMessage());
      return expected.exitCode();
    }
    if (e instanceof InterruptedException) {
      err.println("Interrupted.");
      return ExitCodes.INTERRUPTED;
    }
    err.println("Internal error, please report it:");
    e.printStackTrace(err);
    return ExitCodes.INTERNAL;
  }
}

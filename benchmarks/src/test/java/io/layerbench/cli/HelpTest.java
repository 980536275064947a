package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The help is part of the contract: scripts are written from it. After a change that is meant, run
 * the test with {@code -Dlayerbench.updateGolden=true} and look at the difference.
 */
class HelpTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "help.txt");

  @Test
  void aWrongOptionIsOneSentenceAndWhereToLook() {
    Cli.Result wrong = Cli.here("run", "--wrong");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err().lines())
        .containsExactly(
            "Error: Unknown option: '--wrong'",
            "Maybe: `benchmarks.jar run --help` lists what there is.");
    assertThat(Cli.here("run", "--precison", "int8").err()).contains("--precision");
    assertThat(Cli.here("compare").err().lines()).hasSize(2);
  }

  @Test
  void isAsItWas() throws IOException {
    String help = help();
    if (Boolean.getBoolean("layerbench.updateGolden")) {
      Files.writeString(GOLDEN, help);
    }
    try (InputStream golden = HelpTest.class.getResourceAsStream("/golden/help.txt")) {
      byte[] bytes =
          Boolean.getBoolean("layerbench.updateGolden")
              ? Files.readAllBytes(GOLDEN)
              : Objects.requireNonNull(golden).readAllBytes();
      assertThat(help).isEqualTo(new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }
  }

  /** The help of the program and of each command. */
  private static String help() {
    CommandLine line = Main.commandLine();
    StringBuilder text = new StringBuilder(usage(line));
    line.getSubcommands()
        .forEach(
            (name, command) ->
                text.append("\n==== ").append(name).append("\n\n").append(usage(command)));
    return text.toString();
  }

  private static String usage(CommandLine line) {
    return line.getUsageMessage(CommandLine.Help.Ansi.OFF).replace("\r\n", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run", "device", "layers", "rank", "evaluate", "report", "list", "jmh",
        "0   ", "1   ", "2   ", "3   ", "4   ", "5   ", "6   ", "130   "
      })
  void namesEveryCommandAndExitCode(String name) {
    for (String option : new String[] {"-h", "--help"}) {
      Cli.Result result = Cli.here(option);
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).containsPattern("(?m)^ +" + name);
      assertThat(result.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--model", "--data", "--backend", "--precision", "--iterations", "--warmup", "--forks",
        "--threads", "--batch", "--shape", "--samples", "--evaluate", "--sensitivity", "--seed",
        "--label", "--output", "--resume", "--dry-run", "--layers", "--quiet"
      })
  void runHasEveryOptionOfTheContract(String option) {
    assertThat(Cli.here("run", "--help").out()).contains(option);
  }

  @Test
  void theVersionIsOnItsOwnLine() {
    assertThat(Cli.here("--version").out()).matches("Layerbench \\S+ \\(\\S+\\)\\R");
  }
}

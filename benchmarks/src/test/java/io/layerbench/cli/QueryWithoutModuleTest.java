package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The command where the optional module is not on the class path, as here. */
class QueryWithoutModuleTest {

  private static final String EXAMPLES = "../results/examples";

  @Test
  void theTablesAreListedAllTheSame() {
    Cli.Result result = Cli.here("query", "--results", EXAMPLES);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out().lines().filter(line -> !line.startsWith(" ")))
        .contains("runs", "timings", "samples", "evaluation", "ranking");
    assertThat(result.out()).contains("latency_ms real");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void sqlSaysHowToGetTheModule() {
    Cli.Result result = Cli.here("query", "--results", EXAMPLES, "SELECT 1");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err()).contains("query.jar", "-Pquery", "java -jar");
  }

  @Test
  void aFolderWithoutRunsIsNamed() {
    Cli.Result result = Cli.here("query", "--results", "nowhere");

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains("nowhere", "--results");
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Precision;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.UnitKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sensitivities computed alone, resumed, and taken into a run. */
class SensitivityCommandTest {

  private final Path folder;

  SensitivityCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "--precision, fp32",
    "--precision, int7",
    "--mode, alone",
    "--operands, biases",
    "--items, some",
    "--items, 0",
    "--workers, 0",
    "--calibration, none",
    "--reduced-range, maybe",
    "--weights, affine",
    "--activations, fp8",
    "--blocks, nothing*",
    "--mixture, int8",
    "--mixture, int8+int4",
    "--mixture, =plan.json",
    "--mixture, int8+int4=plan.json"
  })
  void whatMakesNoSenseIs2(String option, String value) throws Exception {
    Cli.Result result = Cli.child(folder, arguments(List.of(option, value)));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains(value);
  }

  @Test
  void writesWhatARunCanImport() throws Exception {
    Cli.Result result =
        Cli.child(
            folder,
            arguments(
                List.of(
                    "--precision",
                    "int8,int4",
                    "--mode",
                    "only,first,all-but",
                    "--blocks",
                    "--model-output",
                    "--items",
                    20)));

    assertThat(result.exitCode()).as(result.text()).isZero();
    SensitivityTable table = SensitivityCsv.read(only().resolve("sensitivity.csv"));
    assertThat(table.rows().stream().map(row -> row.kind()).distinct())
        .containsExactly(UnitKind.LAYER, UnitKind.BLOCK, UnitKind.MODEL);
    assertThat(first(table)).isPresent();
    assertThat(table.layerRows()).allSatisfy(row -> assertThat(row.model()).isNotNull());
    assertThat(table.layerRows()).allSatisfy(row -> assertThat(row.samples()).isEqualTo(20));
    List<Object> run = new ArrayList<>(List.of("run"));
    run.addAll(SharedRun.options(SharedRun.get().model(), folder.resolve("results")));
    run.addAll(List.of("--sensitivity", only().resolve("sensitivity.csv")));
    Cli.Result imported = Cli.child(folder, run.toArray());
    assertThat(imported.exitCode()).as(imported.text()).isZero();
    assertThat(imported.err()).doesNotContain("another scheme");
  }

  /** A rule's mixture comes last, and so does a plan, which need not come from this program. */
  @Test
  void simulatesMixtures() throws Exception {
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Path plan =
        Files.writeString(
            folder.resolve("plan.json"),
            Files.readString(run.resolve("plan.json")).replaceAll("FP32|FP16|INT8", "INT4"));
    Object[] arguments =
        arguments(
            List.of(
                "--precision",
                "int8,int4",
                "--mixture",
                "int8+int4",
                "--mixture",
                "mine=" + plan,
                "--items",
                8));

    Cli.Result result = Cli.child(folder, arguments);

    assertThat(result.exitCode()).as(result.text()).isZero();
    List<SensitivityRow> rows = SensitivityCsv.read(only().resolve("sensitivity.csv")).rows();
    List<SensitivityRow> mixtures = rows.subList(rows.size() - 2, rows.size());
    assertThat(mixtures).extracting(SensitivityRow::unit).containsExactly("int8+int4", "mine");
    assertThat(mixtures).allMatch(row -> row.kind() == UnitKind.MIXTURE);
    // What the plan says is what the row of the whole model in INT4 is.
    SensitivityRow whole =
        rows.stream()
            .filter(row -> row.kind() == UnitKind.MODEL && row.precision() == Precision.INT4)
            .findFirst()
            .orElseThrow();
    assertThat(mixtures.get(1).own()).isEqualTo(whole.own());
    assertThat(Objects.requireNonNull(mixtures.get(0).own()).norm())
        .isLessThan(Objects.requireNonNull(whole.own()).norm());
    assertThat(Files.readString(only().resolve("mixtures.json"))).contains("INT8", "INT4");
  }

  @Test
  void aMixtureOfAnotherModelIs6() throws Exception {
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Path plan =
        Files.writeString(
            folder.resolve("plan.json"),
            Files.readString(run.resolve("plan.json")).replaceAll("[0-9a-f]{64}", "0".repeat(64)));

    Cli.Result result = Cli.child(folder, arguments(List.of("--mixture", "mine=" + plan)));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("(mine)").contains("another model");
  }

  private static Optional<SensitivityRow> first(SensitivityTable table) {
    return table.layerRows().stream().findFirst();
  }

  /** What a killed sweep has done is kept, also behind a line that it wrote by half. */
  @Test
  void goesOnWhereItWasInterrupted() throws Exception {
    Object[] arguments = arguments(List.of("--precision", "int8", "--items", 40));
    assertThat(Cli.child(folder, arguments).exitCode()).isZero();
    Path partials = only().resolve("partials.jsonl");
    String whole = Files.readString(only().resolve("sensitivity.csv"));
    List<String> lines = Files.readAllLines(partials);
    assertThat(lines).hasSize(3);
    Files.writeString(partials, lines.get(1) + "\n" + lines.get(0).substring(0, 50));
    Files.delete(only().resolve("sensitivity.csv"));

    Cli.Result result = Cli.child(folder, arguments);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).contains("1 of 3 shards are done");
    assertThat(Files.readAllLines(partials)).hasSize(3);
    assertThat(Files.readString(only().resolve("sensitivity.csv"))).isEqualTo(whole);
  }

  @Test
  void anotherSchemeGoesToAnotherFolder() throws Exception {
    assertThat(Cli.child(folder, arguments(List.of("--items", 4))).exitCode()).isZero();
    assertThat(Cli.child(folder, arguments(List.of("--items", 4, "--per-channel"))).exitCode())
        .isZero();

    try (Stream<Path> sweeps = Files.list(folder.resolve("sweeps"))) {
      assertThat(sweeps).hasSize(2);
    }
  }

  /** Rules belong to the scheme: what a sweep simulates and where it is kept depend on them. */
  @Test
  void layerOptionsAreOfTheScheme() throws Exception {
    Path rules =
        Files.writeString(
            folder.resolve("layers.json"),
            """
            {"format_version": 1, "layers": [
              {"match": "dense1", "precision": "fp32"},
              {"match": "dense2", "weights": "asymmetric", "calibration": "mse"}]}
            """);
    List<Object> options = List.of("--items", 4, "--precision", "int8", "--layer-options", rules);

    Cli.Result result = Cli.child(folder, arguments(options));

    assertThat(result.exitCode()).as(result.text()).isZero();
    SensitivityTable table = SensitivityCsv.read(only().resolve("sensitivity.csv"));
    assertThat(table.layerRows()).extracting(SensitivityRow::unit).containsExactly("dense2");
    assertThat(
            Cli.child(folder, arguments(List.of("--items", 4, "--precision", "int8"))).exitCode())
        .isZero();
    try (Stream<Path> sweeps = Files.list(folder.resolve("sweeps"))) {
      assertThat(sweeps).hasSize(2);
    }
  }

  @Test
  void leavesNoWorkerBehind() throws Exception {
    try (Cli.Running running =
        Cli.start(folder, Map.of(), arguments(List.of("--items", 30, "--workers", 2)))) {
      assertThat(running.await().exitCode()).isZero();
      assertThat(running.leftInTheEnd()).isEmpty();
    }
  }

  private Object[] arguments(List<?> more) throws Exception {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "sensitivity",
                "--model",
                SharedRun.get().model(),
                "--samples",
                4,
                "--threads",
                1,
                "--output",
                folder.resolve("sweeps")));
    arguments.addAll(more);
    return arguments.toArray();
  }

  private Path only() throws IOException {
    try (Stream<Path> sweeps = Files.list(folder.resolve("sweeps"))) {
      List<Path> all = sweeps.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.dataset.BuiltinModel;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Termination;
import io.layerbench.suite.RunLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that arrive quantized keep their own integers in every command. */
class ArrivedQuantizedTest {

  private static final String NOTICE =
      "The model arrived quantized: 5 of 5 layers keep their own scales";

  private final Path folder;

  ArrivedQuantizedTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Killed on the way, so that what the file says of itself must come back as well. */
  @Test
  void aRunMeasuresTheFilesOwnIntegers() throws Exception {
    BuiltinModel m5 = BuiltinModel.extractTo(folder.resolve("m5"));
    Path int8 = quantized(m5);
    Path results = folder.resolve("results");
    Object[] arguments =
        List.of(
                "run",
                "--model",
                int8,
                "--data",
                m5.dataset(),
                "--compare-model",
                "file=" + int8,
                "--backend",
                "cpu",
                "--precision",
                "fp32,int8",
                "--iterations",
                2,
                "--warmup",
                0,
                "--forks",
                1,
                "--threads",
                1,
                "--samples",
                8,
                "--evaluate",
                70,
                "--output",
                results)
            .toArray();

    try (Cli.Running running = Cli.start(folder, Map.of(), arguments)) {
      while (running.process().isAlive() && forks(results) < 3) {
        Thread.sleep(20);
      }
      running.process().destroyForcibly().waitFor();
      assertThat(running.leftInTheEnd()).isEmpty();
      assertThat(Files.readString(running.err())).containsOnlyOnce(NOTICE);
    }
    assertThat(RunFiles.only(results).readRecord().termination()).isEqualTo(Termination.UNFINISHED);
    Cli.Result result = Cli.child(folder, "run", "--resume", "latest", "--output", results);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).doesNotContain(NOTICE);
    RunFolder run = RunFiles.only(results);
    RunRecord record = run.readRecord();
    assertThat(record.warnings()).filteredOn(warning -> warning.startsWith(NOTICE)).hasSize(1);
    List<EvaluationRow> rows = RunLoader.load(run).evaluation();
    EvaluationRow ours = row(rows, EvaluationCsv.INT8);
    EvaluationRow file = row(rows, "file");
    assertThat(ours.accuracyPercent()).isEqualTo(file.accuracyPercent()).isGreaterThan(80);
    assertThat(ours.psnrDb()).isEqualTo(file.psnrDb()).isNotNull();
    assertThat(row(rows, EvaluationCsv.FP32).sizeMb()).isGreaterThan(3 * ours.sizeMb());
    assertThat(RunLoader.sensitivity(run)).isNotNull();
    assertThat(run.path().resolve("work")).doesNotExist();
  }

  @Test
  void quantizingItAgainChangesNothing() throws Exception {
    BuiltinModel m5 = BuiltinModel.extractTo(folder.resolve("m5"));
    Path int8 = quantized(m5);
    Path again = folder.resolve("again.onnx");
    Path evaluated = folder.resolve("evaluated");

    // Other samples and another scheme, which must not matter.
    Cli.Result result =
        Cli.child(
            folder,
            "quantize",
            "--model",
            int8,
            "--samples",
            2,
            "--per-channel",
            "--calibration",
            "entropy",
            "--output",
            again);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).containsOnlyOnce(NOTICE);
    assertThat(result.out()).contains("5 layers changed, 0 left");
    Cli.Result compared =
        Cli.child(
            folder,
            "sensitivity",
            "--model",
            m5.model(),
            "--data",
            m5.dataset(),
            "--precision",
            "int8",
            "--samples",
            4,
            "--items",
            16,
            "--compare-model",
            "one=" + int8,
            "--compare-model",
            "two=" + again,
            "--output",
            evaluated);
    assertThat(compared.exitCode()).as(compared.text()).isZero();
    Path sweep = RunFiles.onlyChild(evaluated);
    assertThat(rows(sweep.resolve("compare-two.csv")))
        .isEqualTo(rows(sweep.resolve("compare-one.csv")));
  }

  @Test
  void layersLeftInFloatAreListedWithTheReason() throws Exception {
    Path plan = folder.resolve("plan.json");
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Files.writeString(
        plan,
        Files.readString(run.resolve("plan.json"))
            .replaceAll("FP32|FP16", "INT8")
            .replaceFirst("INT8", "FP32"));
    Path mixed = folder.resolve("mixed.onnx");
    Cli.Result made =
        Cli.child(
            folder,
            "quantize",
            "--model",
            SharedRun.get().model(),
            "--plan",
            plan,
            "--samples",
            4,
            "--output",
            mixed);
    assertThat(made.exitCode()).as(made.text()).isZero();

    Cli.Result result = Cli.child(folder, "layers", "--model", mixed);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out()).contains("float: the model arrived with its weights in float");
  }

  private Path quantized(BuiltinModel m5) throws Exception {
    Path int8 = folder.resolve("m5-int8.onnx");
    Cli.Result result =
        Cli.child(
            folder,
            "quantize",
            "--model",
            m5.model(),
            "--data",
            m5.dataset(),
            "--samples",
            20,
            "--output",
            int8);
    assertThat(result.exitCode()).as(result.text()).isZero();
    return int8;
  }

  /** The lines of a table without those that say what it is of. */
  private static List<String> rows(Path file) throws Exception {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }

  private static int forks(Path results) throws Exception {
    return Runs.all(results).isEmpty() ? 0 : RunFiles.journalled(RunFiles.only(results)).size();
  }

  private static EvaluationRow row(List<EvaluationRow> rows, String method) {
    return rows.stream().filter(row -> row.method().equals(method)).findFirst().orElseThrow();
  }
}

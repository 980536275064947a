package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cannot be done is refused with its exit code and one sentence, before anything is measured.
 */
class ExitCodesTest {

  private static final String OTHER_HASH = "0".repeat(64);

  /** A model file that is none. */
  enum BadModel {
    GARBAGE {
      @Override
      void make(Path file) throws IOException {
        byte[] bytes = new byte[5000];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
      }
    },
    TEXT {
      @Override
      void make(Path file) throws IOException {
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\n");
      }
    },
    EMPTY {
      @Override
      void make(Path file) throws IOException {
        Files.createFile(file);
      }
    },
    TRUNCATED {
      @Override
      void make(Path file) throws IOException {
        byte[] bytes = TestModels.convReluConv().toBytes();
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
      }
    },
    FOLDER {
      @Override
      void make(Path file) throws IOException {
        Files.createDirectory(file);
      }
    },
    MISSING {
      @Override
      void make(Path file) {
        // Nothing is there.
      }
    };

    abstract void make(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsNoModelIs6(BadModel bad, @TempDir Path folder) throws IOException {
    Path model = folder.resolve("model.onnx");
    bad.make(model);
    refused(6, "model.onnx", folder, List.of("run", "--model", model));
    assertThat(Cli.here("layers", "--model", model).exitCode()).isEqualTo(6);
  }

  @Test
  void aMissingDataFileIs6(@TempDir Path folder) throws IOException {
    refused(
        6, "none.json", folder, List.of("run", "--model", model(folder), "--data", "none.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"format_version\": 99}",
        "{\"format_version\": 1, \"surprise\": true}",
        "\u0000\u0001"
      })
  void aDatasetThatIsNotValidIs6(String json, @TempDir Path folder) throws IOException {
    Path data = Files.writeString(folder.resolve("dataset.json"), json);
    refused(6, "dataset.json", folder, List.of("run", "--model", model(folder), "--data", data));
  }

  @Test
  void anUnwritableResultsFolderIs5(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path results : List.of(file, file.resolve("results"))) {
      Cli.Result result =
          Cli.here(
              "run", "--model", model(folder), "--backend", "cpu", "--quiet", "--output", results);
      check(5, "cannot be written", result);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "tensorrt", "ort-tensorrt", "cpu,cuda", "faulty"})
  void aBackendThatIsNotHereIs5(String backend, @TempDir Path folder) throws IOException {
    refused(
        5,
        "is not available",
        folder,
        List.of("run", "--model", model(folder), "--backend", backend));
  }

  @ParameterizedTest
  @CsvSource({
    "--backend,quantum",
    "--backend,'cpu,auto'",
    "--precision,fp64",
    "--precision,int4",
    "--precision,''",
    "--iterations,0",
    "--iterations,many",
    "--warmup,-1",
    "--forks,0",
    "--threads,0",
    "--samples,0",
    "--batch,0",
    "--evaluate,0",
    "--evaluate,most",
    "--fork-timeout,0",
    "--layers,nothing*",
    "--shape,x",
    "--shape,x=1x-2",
    "--shape,y=1x16",
    "--weights,affine",
    "--activations,int16",
    "--activation-symmetry,maybe",
    "--surprise,1"
  })
  void wrongOptionsAre2(String option, String value, @TempDir Path folder) throws IOException {
    refused(2, "", folder, List.of("run", "--model", model(folder), option, value));
  }

  @Test
  void layerOptionsThatDoNotFitAre6(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("layers.json");
    List<Object> run = List.of("run", "--model", model(folder), "--layer-options", file);
    refused(6, "layers.json", folder, run);
    Files.writeString(file, layerOptions("dense9", "\"precision\": \"fp32\""));
    refused(6, "(dense9)", folder, run);
    Files.writeString(file, layerOptions("dense*", "\"bits\": 4"));
    refused(6, "(bits)", folder, run);
  }

  private static String layerOptions(String match, String property) {
    return "{\"format_version\": 1, \"layers\": [{\"match\": \"%s\", %s}]}"
        .formatted(match, property);
  }

  @Test
  void aFreeDimensionIs2AndNamed(@TempDir Path folder) throws IOException {
    Path model = Files.write(folder.resolve("two.onnx"), TestModels.twoInputs().toBytes());
    refused(2, "seq", folder, List.of("run", "--model", model));
    assertThat(Cli.here("layers", "--model", model).err()).contains("seq").contains("--shape");
  }

  @Test
  void dataForTheBuiltInModelIs2(@TempDir Path folder) throws IOException {
    refused(2, "--model", folder, List.of("run", "--data", "dataset.json"));
  }

  @Test
  void unknownScoresPoliciesAndCommandsAre2() throws Exception {
    Path run = RunFiles.only(SharedRun.get().results()).path();
    check(2, "share", Cli.here("rank", run, "--score", "nonsense"));
    check(2, "--keep-float (x*)", Cli.here("rank", run, "--keep-float", "x*"));
    check(2, "--force-int8 (y)", Cli.here("rank", run, "--force-int8", "y"));
    check(2, "percentile, latency", Cli.here("rank", run, "--policy", "nonsense"));
    check(2, "shares", Cli.here("rank", run, "--share", "1.5"));
    check(2, "weights", Cli.here("rank", run, "--score-weights", "latency"));
    check(2, "shares", Cli.here("rank", run, "--share", "-0.1"));
    assertThat(Cli.here("rank").exitCode()).isEqualTo(2);
    assertThat(Cli.here("nonsense").exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsNoRunIs6(@TempDir Path folder) {
    check(6, "no run.json", Cli.here("report", folder));
    check(6, "no run.json", Cli.here("rank", folder));
    check(6, "There is no run", Cli.here("rank", "latest", "--output", folder));
  }

  @Test
  void aPlanThatDoesNotFitIs6(@TempDir Path folder) throws Exception {
    SharedRun shared = SharedRun.get();
    String plan = Files.readString(RunFiles.only(shared.results()).file("plan.json"));
    refusedPlan(folder, plan.replaceAll("[0-9a-f]{64}", OTHER_HASH), "another model");
    refusedPlan(folder, plan.replaceAll("[0-9a-f]{64}", "abc"), "SHA-256");
    refusedPlan(folder, plan.replace("\"dense1\"", "\"dense7\""), "dense7");
    refusedPlan(folder, plan.replaceAll("\"(INT8|FP32|FP16)\"", "\"INT4\""), "INT4");
    refusedPlan(folder, plan.substring(0, plan.length() / 2), "plan.json");
    refusedPlan(folder, "", "plan.json");
  }

  private static void refusedPlan(Path folder, String json, String words) throws Exception {
    Path plan = Files.writeString(folder.resolve("plan.json"), json);
    Path model = SharedRun.get().model();
    refused(6, words, folder, List.of("evaluate", "--model", model, "--plan", plan));
  }

  @Test
  void sensitivitiesThatDoNotFitAre6(@TempDir Path folder) throws Exception {
    String csv = Files.readString(RunFiles.only(SharedRun.get().results()).file("sensitivity.csv"));
    refusedSensitivity(folder, csv.replaceAll("[0-9a-f]{64}", OTHER_HASH), "another model");
    refusedSensitivity(folder, csv.replace("\ndense1,", "\ndense7,"), "dense7");
    String row = "(dense1,layer,only,INT8,[a-z_]+,\\d+,\\d+),[^,]+,";
    refusedSensitivity(folder, csv.replaceFirst(row, "$1,NaN,"), "NaN");
    refusedSensitivity(folder, csv.replaceFirst(row, "$1,-1,"), "-1");
    refusedSensitivity(folder, csv.replaceFirst("#[^\n]*\n", ""), "which model");
    refusedSensitivity(folder, "", "sensitivity.csv");
  }

  private static void refusedSensitivity(Path folder, String csv, String words) throws Exception {
    Path file = Files.writeString(folder.resolve("sensitivity.csv"), csv);
    SharedRun shared = SharedRun.get();
    refused(6, words, folder, List.of("run", "--model", shared.model(), "--sensitivity", file));
    Path run = RunFiles.only(shared.results()).path();
    check(6, words, Cli.here("rank", run, "--sensitivity", file));
  }

  @Test
  void aMissingSensitivityFileIs6(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("none.csv");
    refused(6, "none.csv", folder, List.of("run", "--model", model(folder), "--sensitivity", file));
    Path run = RunFiles.only(SharedRun.get().results()).path();
    check(6, "none.csv", Cli.here("rank", run, "--sensitivity", file));
  }

  private static Path model(Path folder) throws IOException {
    return Files.write(folder.resolve("mlp.onnx"), TestModels.mlp().toBytes());
  }

  /** Nothing may be left under the results folder either. */
  private static void refused(int code, String words, Path folder, List<Object> arguments)
      throws IOException {
    Path results = folder.resolve("results");
    List<Object> all = new ArrayList<>(arguments);
    all.add("--output");
    all.add(results);
    if (!arguments.contains("--backend")) {
      all.addAll(List.of("--backend", "cpu"));
    }
    check(code, words, Cli.here(all.toArray()));
    if (Files.exists(results)) {
      try (Stream<Path> left = Files.walk(results)) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  private static void check(int code, String words, Cli.Result result) {
    assertThat(result.exitCode()).as(result.text()).isEqualTo(code);
    assertThat(result.err()).contains(words).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(result.err().lines().filter(line -> line.startsWith("Error: ")))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(result.out()).isEmpty();
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.dataset.BuiltinModel;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.sensitivity.Agreement;
import io.layerbench.sensitivity.OutputError;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.UnitKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The block by block comparison of calibrating with a file that arrived quantized. */
class ComparedSweepTest {

  private final Path folder;

  ComparedSweepTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * A file with the scales that calibrating gives: the same numbers, but for its biases, which are
   * integers in the file and float in the simulation.
   */
  @Test
  void theSameScalesGiveTheSameTableAndGoOnAfterAKill() throws Exception {
    BuiltinModel m5 = BuiltinModel.extractTo(folder.resolve("m5"));
    Path int8 = folder.resolve("m5-int8.onnx");
    Cli.Result made =
        Cli.child(
            folder,
            List.of(
                    "quantize",
                    "--model",
                    m5.model(),
                    "--data",
                    m5.dataset(),
                    "--samples",
                    8,
                    "--output",
                    int8)
                .toArray());
    assertThat(made.exitCode()).as(made.text()).isZero();
    Object[] sweep =
        arguments(
            m5.model(),
            List.of(
                "--data",
                m5.dataset(),
                "--model-output",
                "--blocks",
                "--mode",
                "only,first",
                "--items",
                40,
                "--compare-model",
                "qat=" + int8));

    Cli.Result result = Cli.child(folder, sweep);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.out()).contains("by the scales of (qat)").contains("compare-qat.csv");
    assertThat(result.err()).doesNotContain("FP32 in all rows").doesNotContain("trained on");
    Path sweeps = RunFiles.onlyChild(folder.resolve("sweeps"));
    SensitivityTable own = SensitivityCsv.read(sweeps.resolve("sensitivity.csv"));
    SensitivityTable compared = SensitivityCsv.read(sweeps.resolve("compare-qat.csv"));
    assertThat(compared.scheme()).startsWith("arrived-").isNotEqualTo(own.scheme());
    assertThat(compared.rows().stream().map(SensitivityRow::kind).distinct())
        .containsExactly(UnitKind.LAYER, UnitKind.BLOCK, UnitKind.MODEL);
    assertThat(compared.rows()).hasSameSizeAs(own.rows());
    for (int i = 0; i < own.rows().size(); i++) {
      assertSame(own.rows().get(i), compared.rows().get(i));
    }
    goesOn(sweep, sweeps);
  }

  private void goesOn(Object[] sweep, Path sweeps) throws Exception {
    String whole = Files.readString(sweeps.resolve("compare-qat.csv"));
    Path partials;
    try (var files = Files.list(sweeps)) {
      partials =
          files
              .filter(file -> file.getFileName().toString().startsWith("partials-"))
              .findFirst()
              .orElseThrow();
    }
    List<String> lines = Files.readAllLines(partials);
    assertThat(lines).hasSize(3);
    Files.writeString(partials, lines.get(1) + "\n" + lines.get(0).substring(0, 50));
    Files.delete(sweeps.resolve("compare-qat.csv"));

    Cli.Result result = Cli.child(folder, sweep);

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).contains("3 of 3 shards are done").contains("1 of 3 shards are done");
    assertThat(Files.readString(sweeps.resolve("compare-qat.csv"))).isEqualTo(whole);
  }

  private static void assertSame(SensitivityRow own, SensitivityRow compared) {
    assertThat(compared.unit()).isEqualTo(own.unit());
    assertThat(compared.mode()).isEqualTo(own.mode());
    assertThat(compared.samples()).isEqualTo(own.samples());
    near(own.own(), compared.own());
    near(own.model(), compared.model());
    Agreement expected = Objects.requireNonNull(own.predictions());
    Agreement found = Objects.requireNonNull(compared.predictions());
    assertThat(found.correctFp32()).isEqualTo(expected.correctFp32());
    assertThat(found.correct()).isEqualTo(expected.correct());
    assertThat(found.dropPoints()).isEqualTo(expected.dropPoints());
  }

  private static void near(@Nullable OutputError expected, @Nullable OutputError found) {
    assertThat(decibels(found)).isCloseTo(decibels(expected), within(0.3));
  }

  private static double decibels(@Nullable OutputError error) {
    return Objects.requireNonNull(Objects.requireNonNull(error).sqnrDb());
  }

  @Test
  void aLayerThatTheFileLeavesInFloatIsSaidAndLeftOut() throws Exception {
    Path mixed = folder.resolve("mixed.onnx");
    Path plan = folder.resolve("plan.json");
    Path run = RunFiles.only(SharedRun.get().results()).path();
    Files.writeString(
        plan,
        Files.readString(run.resolve("plan.json"))
            .replaceAll("FP32|FP16", "INT8")
            .replaceFirst("INT8", "FP32"));
    Path model = SharedRun.get().model();
    Cli.Result made =
        Cli.child(
            folder,
            List.of("quantize", "--model", model, "--plan", plan, "--samples", 4, "--output", mixed)
                .toArray());
    assertThat(made.exitCode()).as(made.text()).isZero();

    Cli.Result result =
        Cli.child(
            folder, arguments(model, List.of("--items", 4, "--compare-model", "qat=" + mixed)));

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err())
        .contains("is FP32 in all rows of (qat): the model arrived with its weights in float");
    Path sweeps = RunFiles.onlyChild(folder.resolve("sweeps"));
    SensitivityTable own = SensitivityCsv.read(sweeps.resolve("sensitivity.csv"));
    SensitivityTable compared = SensitivityCsv.read(sweeps.resolve("compare-qat.csv"));
    assertThat(compared.layerRows()).hasSize(own.layerRows().size() - 1).isNotEmpty();
  }

  /** Another training of the same network: its weights are far from the rounded ones. */
  @Test
  void aFileThatWasTrainedOnIsSaid() throws Exception {
    OnnxModel model = ModelReader.read(SharedRun.get().model());
    ModelProto.Builder trained = model.proto().toBuilder();
    List<TensorProto> constants = List.copyOf(trained.getGraph().getInitializerList());
    for (int i = 0; i < constants.size(); i++) {
      if (constants.get(i).getDimsCount() == 2) {
        trained.getGraphBuilder().setInitializer(i, negated(constants.get(i)));
      }
    }
    Path file = Files.write(folder.resolve("trained.onnx"), trained.build().toByteArray());
    Path int8 = folder.resolve("trained-int8.onnx");
    Cli.Result made =
        Cli.child(folder, "quantize", "--model", file, "--samples", 4, "--output", int8);
    assertThat(made.exitCode()).as(made.text()).isZero();

    Cli.Result result =
        Cli.child(
            folder,
            arguments(
                SharedRun.get().model(), List.of("--items", 4, "--compare-model", "qat=" + int8)));

    assertThat(result.exitCode()).as(result.text()).isZero();
    assertThat(result.err()).contains("of (qat) are not this model's rounded ones");
  }

  private static TensorProto negated(TensorProto weights) {
    float[] values = Tensors.floats(weights);
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return Tensors.ofFloats(
        weights.getName(),
        values,
        weights.getDimsList().stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void aFloatFileIs6BeforeAnythingIsSwept() throws Exception {
    Path model = SharedRun.get().model();

    Cli.Result result =
        Cli.child(folder, arguments(model, List.of("--compare-model", "qat=" + model)));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("(qat) to compare with is no quantized one");
    assertThat(folder.resolve("sweeps")).doesNotExist();
  }

  @Test
  void aFileOfAnotherNetworkIs6BeforeAnythingIsSwept() throws Exception {
    BuiltinModel m5 = BuiltinModel.extractTo(folder.resolve("m5"));
    Path int8 = RunFiles.only(SharedRun.get().results()).models().resolve("int8.onnx");

    Cli.Result result =
        Cli.child(folder, arguments(m5.model(), List.of("--compare-model", "qat=" + int8)));

    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("(qat) is of another network: only (0) of (5) layers");
    assertThat(folder.resolve("sweeps")).doesNotExist();
  }

  @Test
  void withoutInt8ItIs2() throws Exception {
    Path int8 = RunFiles.only(SharedRun.get().results()).models().resolve("int8.onnx");
    List<Object> more = new ArrayList<>(List.of("--compare-model", "qat=" + int8));
    Object[] arguments = arguments(SharedRun.get().model(), more);
    arguments[List.of(arguments).indexOf("int8")] = "fp16,int4";

    Cli.Result result = Cli.child(folder, arguments);

    assertThat(result.exitCode()).as(result.text()).isEqualTo(2);
    assertThat(result.err()).contains("fp16,int4").contains("add int8");
  }

  private Object[] arguments(Path model, List<?> more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "sensitivity",
                "--model",
                model,
                "--precision",
                "int8",
                "--samples",
                8,
                "--threads",
                1,
                "--output",
                folder.resolve("sweeps")));
    arguments.addAll(more);
    return arguments.toArray();
  }
}

package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.quantize.Scheme;
import io.layerbench.ranking.ScoreWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of earlier programs are read as what they were. */
class OlderRecordsTest {

  private static final String OLD =
      """
      {"options": {"quantization":
          {"calibration": "MINMAX", "per_channel": false, "reduced_range": "AUTO"}},
       "schemes": {
         "cpu": {"activation_type": "UINT8", "per_channel_weights": false, "reduced_range": false,
           "calibration": "MINMAX", "fold_batch_norm": true},
         "tensorrt": {"activation_type": "INT8", "per_channel_weights": false,
           "reduced_range": false, "calibration": "MINMAX", "fold_batch_norm": true}}}
      """;

  private record Old(Options options, Schemes schemes, @Nullable RoundsMade rounds) {}

  private record Options(
      QuantizationOptions quantization,
      @Nullable Long timeLimitSeconds,
      PlanningOptions planning,
      boolean energy) {}

  private record Schemes(Scheme cpu, Scheme tensorrt) {}

  @Test
  void whatWasNotSaidIsWhatWasDone() {
    Old old = read(OLD);
    assertThat(old.rounds()).isNull();
    assertThat(old.options().timeLimitSeconds()).isNull();
    assertThat(old.options().quantization()).isEqualTo(QuantizationOptions.defaults());
    assertThat(old.options().planning()).isEqualTo(PlanningOptions.defaults());
    assertThat(old.schemes().cpu()).isEqualTo(Scheme.baseline(ActivationType.UINT8));
    assertThat(old.schemes().tensorrt()).isEqualTo(Scheme.baseline(ActivationType.INT8));
  }

  @Test
  void energyWasNeitherMeasuredNorInTheScore() {
    String weights = Json.line(read(OLD).options()).replace(",\"energy\":0.0", "");
    assertThat(weights).contains("\"weights\":{\"latency\":1.0,\"memory\":1.0}");
    Old old = read(Json.line(read(OLD)).replace(",\"energy\":0.0", ""));
    assertThat(old.options().planning().score().weights()).isEqualTo(ScoreWeights.EQUAL);
    assertThat(
            OlderRecords.completed(Json.tree("{\"conditions\":{}}", "old"))
                .at("/conditions/nvidia/gpus/unknown")
                .asString(""))
        .contains("did not ask");
    assertThat(
            OlderRecords.completedTiming(
                    Json.tree("{\"attempt\":0,\"process\":{\"cpu_percent\":1.5}}", "old"))
                .at("/process")
                .propertyNames())
        .containsExactly("cpu_percent", "energy", "clock_limits", "device");
  }

  private static Old read(String text) {
    return Json.parse(Json.line(OlderRecords.completed(Json.tree(text, "old"))), Old.class, "old");
  }

  @Test
  void whatIsSaidStays() {
    Old said = read(Json.line(read(OLD)).replace("\"attention\":false", "\"attention\":true"));
    assertThat(said.options().quantization().attention()).isTrue();
    assertThat(said.schemes().cpu().attention()).isTrue();
  }

  @Test
  void whatOlderProgramsWroteTooIsStillNeeded() {
    assertThatThrownBy(() -> read(OLD.replace("\"per_channel\": false, ", "")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("per_channel");
    assertThatThrownBy(() -> read(OLD.replace("\"activation_type\": \"INT8\", ", "")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("activation_type");
    assertThatThrownBy(() -> read(OLD.replace("\"INT8\"", "\"INT16\"")))
        .isInstanceOf(InvalidInputException.class);
    assertThat(Json.line(OlderRecords.completed(Json.tree("{\"options\": 3}", "old"))))
        .isEqualTo("{\"options\":3,\"rounds\":null}");
  }

  @Test
  void aForkOfAnEarlierProgramIsAFirstAttempt(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("timings.jsonl"),
        """
        {"case_id":"cpu/fp32/model","kind":"MODEL","subject":"model","backend":"cpu",\
        "variant":"fp32","fork":0,"sequence":0,"samples_nanos":[5],"repeats":1,"call_nanos":null,\
        "emulated":null,"kernels":[],"memory":null,"cpu_pressure":31.5,"failure":null,"log":null}
        """);
    Files.writeString(folder.resolve("run.json"), "{}");
    Timing timing = RunFolder.open(folder).journal().read().get(0);
    assertThat(timing.attempt()).isZero();
    assertThat(timing.remeasures()).isNull();
    assertThat(timing.surroundings()).isNull();
    assertThat(timing.cpuPressure()).isEqualTo(31.5);
  }

  /** The committed examples are runs of whatever version made them. */
  @Test
  void theExamplesAreRead(@TempDir Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../results/examples"))) {
      List<Path> runs =
          files.filter(file -> file.getFileName().toString().equals("run.json")).toList();
      assertThat(runs).isNotEmpty();
      for (Path run : runs) {
        Files.copy(run, folder.resolve("run.json"));
        RunRecord record = RunFolder.open(folder).readRecord();
        assertThat(record.layerForks()).isEqualTo(record.options().forks());
        List<Timing> journal =
            RunFolder.open(Objects.requireNonNull(run.getParent())).journal().read();
        assertThat(CountedForks.of(journal)).hasSizeBetween(1, journal.size());
        assertThat(record.schemes().get("cpu")).isEqualTo(Scheme.baseline(ActivationType.UINT8));
        Files.delete(folder.resolve("run.json"));
      }
    }
  }
}

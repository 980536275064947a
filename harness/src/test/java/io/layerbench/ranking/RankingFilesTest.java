package io.layerbench.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingFilesTest {

  private static final String SHA = "0f".repeat(32);
  private static final String HEADER =
      "rank,layer,op,backend,parameters,latency_ms,memory_mb,sensitivity,score,precision,reason\n";

  private final Path folder;

  RankingFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,a,Conv,cpu,10,1.0,0.1,0.5,,FP32,\n",
        "1,a,Conv,cpu,10,1.0,0.1,0.5,2.0,FP32,but why\n",
        ",a,Conv,cpu,10,1.0,0.1,0.5,,FP32,\n",
        "0,a,Conv,cpu,10,1.0,0.1,0.5,2.0,FP32,\n",
        "1,a,Conv,cpu,-1,1.0,0.1,0.5,2.0,FP32,\n",
        "1,a,Conv,cpu,10,NaN,0.1,0.5,2.0,FP32,\n",
        "1,a,Conv,cpu,10,1.0,,0.5,2.0,FP32,\n",
        "1,a,Conv,cpu,10,1.0,0.1,0.5,2.0,FP64,\n",
        "1,,Conv,cpu,10,1.0,0.1,0.5,2.0,FP32,\n"
      })
  void refusesABadRow(String row) throws Exception {
    Path file = Files.writeString(folder.resolve("ranking.csv"), HEADER + row);
    assertThatThrownBy(() -> RankingCsv.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void refusesALayerTwice() throws Exception {
    String row = "1,a,Conv,cpu,10,1.0,0.1,0.5,2.0,FP32,\n";
    Path file = Files.writeString(folder.resolve("ranking.csv"), HEADER + row + row);
    assertThatThrownBy(() -> RankingCsv.read(file)).hasMessageContaining("line 3");
  }

  @Test
  void givesBackRankingsOfSeveralBackends() throws Exception {
    Ranking cpu = ranking("cpu");
    Ranking cuda = ranking("cuda");
    Path file = folder.resolve("ranking.csv");
    RankingCsv.write(file, List.of(cpu, cuda));
    assertThat(Files.readString(file)).startsWith(HEADER.strip() + "\r\n");
    Map<String, List<RankedLayer>> read = RankingCsv.read(file);
    assertThat(read).containsOnlyKeys("cpu", "cuda");
    assertThat(read.get("cpu")).isEqualTo(cpu.rows());
    assertThat(read.get("cuda")).isEqualTo(cuda.rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"INT4\"", "\"INT6\"", "null", "4", "\"int8\"", "\"\"", "[]"})
  void refusesAPlanWithAPrecisionThatNothingExecutes(String precision) throws Exception {
    Path file = plan("{\"conv1\": " + precision + "}", SHA);
    assertThatThrownBy(() -> PlanJson.read(file)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesAPlanOfAnotherVersionOrWithoutAModel() throws Exception {
    Path file = plan("{}", "no digest");
    assertThatThrownBy(() -> PlanJson.read(file)).isInstanceOf(InvalidInputException.class);
    String text = Files.readString(plan("{}", SHA)).replace(": 1,", ": 2,");
    Path newer = Files.writeString(folder.resolve("newer.json"), text);
    assertThatThrownBy(() -> PlanJson.read(newer))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("version");
  }

  @Test
  void givesBackThePlanOfARanking() throws Exception {
    Plan plan = Plans.of(ranking("cpu"), SHA);
    Path file = folder.resolve("plan.json");
    PlanJson.write(file, plan);
    assertThat(PlanJson.read(file)).isEqualTo(plan);
    assertThat(plan.layers())
        .containsEntry("=1+1", Precision.INT8)
        .containsEntry("unranked", Precision.FP32);
  }

  @Test
  void energiesAreAColumnOnlyWhereOneIsKnown() throws Exception {
    assertThat(RankingCsv.text(List.of(ranking("cpu")))).doesNotContain("energy");
    Ranking some =
        Ranker.rank(
            "cpu",
            List.of(
                new RankingInput("a", "Conv", 100, 1.25, null, 1e-9, null, null, 12.5, null),
                new RankingInput("b", "Conv", 50, 1.25, null, 1e-9, null, null)),
            ScoreSpec.defaults(),
            PolicySpec.defaults(EnumSet.of(Precision.FP32)));
    Path file = folder.resolve("ranking.csv");
    RankingCsv.write(file, List.of(some));
    assertThat(Files.readAllLines(file).get(0)).endsWith(",reason,energy_mj");
    assertThat(RankingCsv.read(file).get("cpu")).isEqualTo(some.rows());
    assertThat(Json.line(some.rows().get(0))).contains("\"energy_mj\":12.5");
    assertThat(Json.line(some.rows().get(1))).doesNotContain("energy");
  }

  @Test
  void outputNoiseIsAColumnOnlyWhereItIsKnown() throws Exception {
    assertThat(RankingCsv.text(List.of(ranking("cpu")))).doesNotContain("noise");
    Ranking some =
        Ranker.rank(
            "cpu",
            List.of(
                new RankingInput("a", "Conv", 100, 1.25, null, 1e-9, null, null, null, 0.25),
                new RankingInput("b", "Conv", 50, 1.25, null, 1e-9, null, null, 12.5, null)),
            ScoreSpec.defaults(),
            PolicySpec.defaults(EnumSet.of(Precision.FP32)));
    Path file = folder.resolve("ranking.csv");
    RankingCsv.write(file, List.of(some));
    assertThat(Files.readAllLines(file).get(0)).endsWith(",reason,energy_mj,output_noise");
    assertThat(RankingCsv.read(file).get("cpu")).isEqualTo(some.rows());
  }

  private Path plan(String layers, String sha) throws Exception {
    String text =
        """
        {"format_version": 1, "model_sha256": "%s", "backend": "cpu", "policy": "percentile",
         "score": "share", "layers": %s}
        """
            .formatted(sha, layers);
    return Files.writeString(folder.resolve("plan.json"), text);
  }

  private static Ranking ranking(String backend) {
    return Ranker.rank(
        backend,
        List.of(
            new RankingInput("=1+1", "Conv", 100, 1.25, null, 1e-9, null, null),
            new RankingInput("a,\"b\"", "Gemm", 50, 0.1, null, 1e-9, null, null),
            new RankingInput("unranked", "Gemm", 50, null, "@crashed, with log", 1e-9, null, null)),
        ScoreSpec.defaults(),
        PolicySpec.defaults(EnumSet.of(Precision.FP32, Precision.FP16, Precision.INT8)));
  }
}

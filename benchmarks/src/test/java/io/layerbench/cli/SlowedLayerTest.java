package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.comparison.Comparison;
import io.layerbench.comparison.Line;
import io.layerbench.comparison.Verdict;
import io.layerbench.faults.SimulatedAccelerator;
import io.layerbench.onnx.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One layer of a device is slowed by 20% on purpose, and two real runs must tell. */
class SlowedLayerTest {

  @Test
  void theSlowedLayerIsNamedAndNoOther(@TempDir Path folder) throws Exception {
    Path model = Files.write(folder.resolve("mlp.onnx"), TestModels.mlp().toBytes());
    Path before = run(folder, model, "before", "dense1.fp32=2000\ndense2.fp32=3000\n");
    Path after = run(folder, model, "after", "dense1.fp32=2000\ndense2.fp32=9000\n");
    Path output = folder.resolve("comparison");
    Cli.ok("compare", before, after, "--format", "json", "--output", output);
    Comparison comparison = Json.read(output.resolve("comparison.json"), Comparison.class);
    List<Line> layers = comparison.lines(Line.Kind.LAYER);
    assertThat(layers).extracting(Line::subject).containsExactly("dense1", "dense2");
    assertThat(verdict(layers.get(0))).isEqualTo(Verdict.WITHIN_NOISE);
    assertThat(verdict(layers.get(1))).isEqualTo(Verdict.SLOWER);
    Cli.Result gate = Cli.here("gate", "--baseline", before, after, "--max-slowdown", "5%");
    assertThat(gate.exitCode()).as(gate.text()).isEqualTo(4);
    assertThat(gate.text()).contains("dense2").doesNotContain("dense1 in fp32 is slower");
  }

  private static Verdict verdict(Line line) {
    return Objects.requireNonNull(
        Objects.requireNonNull(line.cells().get(1).change(), line.subject()).verdict(),
        line.subject());
  }

  private static Path run(Path folder, Path model, String name, String latencies) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".properties"), latencies);
    Path results = folder.resolve(name);
    Object[] arguments = {
      "run",
      "--model",
      model,
      "--backend",
      "simulated",
      "--precision",
      "fp32",
      "--layers",
      "dense*",
      "--iterations",
      10,
      "--warmup",
      1,
      "--forks",
      8,
      "--threads",
      1,
      "--samples",
      2,
      "--output",
      results
    };
    Map<String, String> environment = Map.of(SimulatedAccelerator.VARIABLE, file.toString());
    try (Cli.Running running = Cli.start(folder, environment, arguments)) {
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isZero();
    }
    return RunFiles.only(results).path();
  }
}

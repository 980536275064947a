package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Availability;
import io.layerbench.faults.SimulatedAccelerator;
import io.layerbench.onnx.TestModels;
import io.layerbench.ranking.RankedLayer;
import io.layerbench.ranking.RankingCsv;
import io.layerbench.run.DeviceUse;
import io.layerbench.run.ProcessUse;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import io.layerbench.suite.RunLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device beside the processor, from its cases to a comparison: what a GPU's run does, with times
 * that are known.
 */
class SimulatedAcceleratorTest {

  /** The other way round than on a processor, where the first layer has four times the work. */
  private static final String LATENCIES =
      """
      dense1.fp32=100
      dense1.int8=50
      dense2.fp32=8000
      dense2.int8=1000
      """;

  @Test
  void aRunOnTwoBackendsIsRankedPerBackend(@TempDir Path folder) throws Exception {
    Path latencies = Files.writeString(folder.resolve("latencies.properties"), LATENCIES);
    Map<String, String> environment = Map.of(SimulatedAccelerator.VARIABLE, latencies.toString());
    Path results = folder.resolve("results");
    killed(folder, environment, results);
    try (Cli.Running running =
        Cli.start(folder, environment, "run", "--resume", "latest", "--output", results)) {
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isZero();
    }
    RunFolder run = RunFiles.only(results);
    checkCases(run);
    checkRankings(run);
    checkRecord(run.readRecord());
    checkReport(Files.readString(run.file("report.html")));
    checkComparison(run, folder.resolve("comparison"));
  }

  private static void killed(Path folder, Map<String, String> environment, Path results)
      throws Exception {
    Object[] arguments = {
      "run",
      "--model",
      Files.write(folder.resolve("mlp.onnx"), TestModels.mlp().toBytes()),
      "--backend",
      "cpu,simulated",
      "--precision",
      "fp32,int8",
      "--layers",
      "dense*",
      "--iterations",
      2,
      "--warmup",
      1,
      "--forks",
      1,
      "--threads",
      1,
      "--samples",
      2,
      "--output",
      results
    };
    try (Cli.Running running = Cli.start(folder, environment, arguments)) {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
      while (Runs.all(results).isEmpty()
          || RunLoader.timings(RunFiles.only(results)).stream()
              .noneMatch(timing -> timing.backend().equals(SimulatedAccelerator.NAME))) {
        assertThat(running.process().isAlive()).as(Files.readString(running.err())).isTrue();
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(50);
      }
      running.process().destroyForcibly().waitFor();
      assertThat(running.leftInTheEnd()).isEmpty();
    }
  }

  private static void checkCases(RunFolder run) {
    assertThat(run.readRecord().termination()).isEqualTo(Termination.NORMAL);
    assertThat(RunFiles.journalled(run)).doesNotHaveDuplicates();
    List<Timing> timings = RunLoader.timings(run);
    assertThat(timings.stream().map(Timing::caseId))
        .containsAll(run.readRecord().plannedCases())
        .contains("simulated/int8/layer/dense2", "simulated/mixed/model", "cpu/int8/model");
    for (Timing timing : timings) {
      assertThat(timing.succeeded()).as(timing.failure()).isTrue();
      ProcessUse process = Objects.requireNonNull(timing.process());
      if (timing.backend().equals("cpu")) {
        assertThat(process.device()).isNull();
      } else if (timing.caseId().equals("simulated/int8/layer/dense2")) {
        assertThat(process.device()).isEqualTo(new DeviceUse(1000.0, SimulatedAccelerator.MEMORY));
        assertThat(timing.medianNanos()).isGreaterThanOrEqualTo(1e6);
      }
    }
  }

  private static void checkRankings(RunFolder run) {
    Map<String, List<RankedLayer>> rankings = RankingCsv.read(run.file("ranking.csv"));
    assertThat(rankings).containsOnlyKeys("cpu", SimulatedAccelerator.NAME);
    Map<String, RankedLayer> cpu = byLayer(rankings.get("cpu"));
    Map<String, RankedLayer> own = byLayer(rankings.get(SimulatedAccelerator.NAME));
    assertThat(layer(own, "dense2").latencyMs()).isGreaterThanOrEqualTo(8.0);
    assertThat(layer(own, "dense1").sensitivity())
        .as("of the model, not of a device")
        .isEqualTo(layer(cpu, "dense1").sensitivity());
    assertThat(advantage(own)).as("its own times decide").isGreaterThan(advantage(cpu));
    assertThat(run.file("plan-simulated.json")).isNotEmptyFile();
    assertThat(run.file("models/mixed-simulated.onnx")).isNotEmptyFile();
  }

  private static Map<String, RankedLayer> byLayer(@Nullable List<RankedLayer> rows) {
    return Objects.requireNonNull(rows).stream()
        .filter(row -> row.rank() != null)
        .collect(Collectors.toMap(RankedLayer::layer, row -> row));
  }

  private static RankedLayer layer(Map<String, RankedLayer> rows, String name) {
    return Objects.requireNonNull(rows.get(name), name);
  }

  /** The second layer's score by the first one's. */
  private static double advantage(Map<String, RankedLayer> rows) {
    return Objects.requireNonNull(layer(rows, "dense2").score())
        / Objects.requireNonNull(layer(rows, "dense1").score());
  }

  private static void checkRecord(RunRecord record) {
    assertThat(record.versions())
        .as("asked of a worker that was started for it")
        .containsEntry("Simulation (simulated)", "of 4 latencies");
    assertThat(record.warnings())
        .contains("Nothing is timed in place on simulated: its latencies come from a file.");
    assertThat(record.backends().stream().filter(Availability::isAvailable))
        .extracting(Availability::backend)
        .contains("cpu", "simulated");
    assertThat(record.backends())
        .filteredOn(one -> one.backend().equals("faulty"))
        .singleElement()
        .isEqualTo(
            Availability.unavailable(
                "faulty", "asked for", "LAYERBENCH_FAULTS is not set", "set it."));
  }

  private static void checkReport(String html) {
    assertThat(html)
        .contains("<tr class=\"here\"><th scope=\"row\">simulated</th>")
        .contains(
            "<tr class=\"off\"><th scope=\"row\">faulty</th><td>unavailable: asked for</td>"
                + "<td class=\"reason\">LAYERBENCH_FAULTS is not set</td>"
                + "<td class=\"reason\">Maybe: set it.</td></tr>");
  }

  private static void checkComparison(RunFolder run, Path output) throws Exception {
    Cli.ok("compare", run.path(), "--format", "csv", "--output", output);
    List<String> lines = new ArrayList<>(Files.readAllLines(output.resolve("comparison.csv")));
    assertThat(lines).anyMatch(line -> line.contains("simulated") && line.contains("dense2"));
  }
}

package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Json;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.run.CaseKind;
import io.layerbench.run.CountedForks;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunOptions;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs for comparisons, made of the example run: its files, with as many forks as asked for. A
 * fork's distance from its case's median is drawn from the distances that the example's forks have,
 * so that the noise is a recorded one.
 */
public final class RecordedRuns {

  private static final Path EXAMPLES = Path.of("../results/examples");
  private static final int SAMPLES = 7;

  private RecordedRuns() {}

  /** The newest example run of the built-in model on a CPU alone. */
  public static RunFolder example() {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.endsWith("run.json"))
          .map(file -> RunFolder.open(file.resolveSibling("")))
          .filter(run -> isBuiltinOnCpu(run.readRecord().options()))
          .max(Comparator.comparing(run -> run.path().getFileName().toString()))
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isBuiltinOnCpu(RunOptions options) {
    return options.model().equals(BuiltinModels.M5) && options.backends().equals(List.of("cpu"));
  }

  /**
   * A run of the same model.
   *
   * @param folder to make
   * @param noise how much of the recorded noise it has, 1 for all of it
   * @param factors by case id: how many times longer that case takes
   * @param record changes run.json's text
   */
  public static RunFolder make(
      Path folder,
      int forks,
      long seed,
      double noise,
      Map<String, Double> factors,
      UnaryOperator<String> record)
      throws IOException {
    RunFolder example = example();
    Files.createDirectories(folder);
    for (String name : example.files()) {
      if (!name.startsWith("models/") && !name.startsWith("plans/") && !name.startsWith("jmh/")) {
        Files.copy(example.file(name), folder.resolve(name));
      }
    }
    String text =
        Files.readString(folder.resolve("run.json"))
            .replaceFirst("\"forks\" : \\d+", "\"forks\" : " + forks)
            .replaceFirst("\"rounds\" : \\d+", "\"rounds\" : " + forks);
    AtomicFiles.write(folder.resolve("run.json"), record.apply(text));
    AtomicFiles.write(
        folder.resolve("timings.jsonl"), journal(example, forks, new Random(seed), noise, factors));
    return RunFolder.open(folder);
  }

  private static String journal(
      RunFolder example, int forks, Random random, double noise, Map<String, Double> factors)
      throws IOException {
    Map<String, List<Timing>> cases = new LinkedHashMap<>();
    for (Timing timing : CountedForks.of(example.journal().read())) {
      if (timing.kind() != CaseKind.SENTINEL && timing.succeeded()) {
        cases.computeIfAbsent(timing.caseId(), id -> new ArrayList<>()).add(timing);
      }
    }
    List<Double> distances = distances(cases);
    StringBuilder lines = new StringBuilder();
    int sequence = 0;
    for (int fork = 0; fork < forks; fork++) {
      for (Map.Entry<String, List<Timing>> one : cases.entrySet()) {
        double factor =
            factors.getOrDefault(one.getKey(), 1.0)
                * Math.pow(distances.get(random.nextInt(distances.size())), noise)
                // So that no two forks are tied.
                * (1 + 1e-4 * random.nextDouble());
        lines.append(line(one.getValue(), fork, sequence++, factor)).append('\n');
      }
    }
    return lines.toString();
  }

  private static String line(List<Timing> own, int fork, int sequence, double factor) {
    ObjectNode line = (ObjectNode) Json.tree(Json.line(own.get(0)), "the example");
    line.put("fork", fork);
    line.put("attempt", 0);
    line.putNull("remeasures");
    line.put("sequence", sequence);
    ArrayNode samples = line.putArray("samples_nanos");
    double nanos = median(own) * own.get(0).repeats() * factor;
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(Math.round(nanos * (1 + 0.002 * (i - SAMPLES / 2))));
    }
    return Json.line(line);
  }

  private static List<Double> distances(Map<String, List<Timing>> cases) {
    return cases.values().stream()
        .flatMap(own -> own.stream().map(fork -> fork.medianNanos() / median(own)))
        .toList();
  }

  private static double median(List<Timing> own) {
    return own.stream().map(Timing::medianNanos).sorted().toList().get(own.size() / 2);
  }
}

package io.layerbench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The valid files that fuzzing starts from: a folder for each target. */
final class Seeds {

  private static final Path ROOT =
      Path.of(System.getProperty("layerbench.fuzz.seeds", "src/test/fuzz"));

  private Seeds() {}

  /** A target: what it takes, and what it starts from. */
  record Target(Consumer<byte[]> entry, FuzzedFolder files, FuzzedFolder.Use use) {}

  /** All targets by the names of their classes. */
  static Map<String, Target> targets() {
    Map<String, Target> targets = new LinkedHashMap<>();
    targets.put(
        "OnnxFuzz", new Target(OnnxFuzz::fuzzerTestOneInput, OnnxFuzz.FILES, OnnxFuzz::read));
    targets.put(
        "DatasetFuzz",
        new Target(DatasetFuzz::fuzzerTestOneInput, DatasetFuzz.FILES, DatasetFuzz::read));
    targets.put(
        "RunFileFuzz",
        new Target(RunFileFuzz::fuzzerTestOneInput, RunFileFuzz.FILES, RunFileFuzz::read));
    targets.put("RunFuzz", new Target(RunFuzz::fuzzerTestOneInput, RunFuzz.FILES, RunFuzz::read));
    targets.put(
        "SensitivityFuzz",
        new Target(
            SensitivityFuzz::fuzzerTestOneInput, SensitivityFuzz.FILES, SensitivityFuzz::read));
    targets.put(
        "ProfileFuzz",
        new Target(ProfileFuzz::fuzzerTestOneInput, ProfileFuzz.FILES, ProfileFuzz::read));
    return targets;
  }

  static Path of(String target) {
    return ROOT.resolve(target);
  }

  /** Writes each target's first corpus into a folder of its name, for Jazzer. */
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, Target> target : targets().entrySet()) {
      Path corpus = Files.createDirectories(Path.of(arguments[0], target.getKey()));
      List<byte[]> seeds = target.getValue().files().seeds();
      for (int i = 0; i < seeds.size(); i++) {
        Files.write(corpus.resolve("seed-" + i), seeds.get(i));
      }
    }
  }
}

package io.layerbench.hostile;

import io.layerbench.device.DeviceProfiles;
import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.RecordedRuns;
import io.layerbench.suite.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Results that someone else published, and profiles of devices. */
final class HostileRuns {

  private static final String VERSION = "{\n  \"format_version\" : 2";
  private static final String RUN = "run";

  private HostileRuns() {}

  /** Changes a run's folder. */
  private interface Change {
    void in(Path run) throws IOException;
  }

  static List<HostileCase> cases() {
    return List.of(
        run("no run.json", run -> Files.delete(run.resolve("run.json"))),
        run("run.json is a symbolic link out of it", run -> link(run, "run.json")),
        run("another file is a symbolic link", run -> link(run, "sensitivity.csv")),
        run(
            "a folder is a symbolic link",
            run -> Files.createSymbolicLink(run.resolve("more"), run.resolveSibling("outside"))),
        run("a pipe (FIFO)", run -> HostileExternalData.pipe(run.resolve("findings.csv"))),
        run(
            "a backend named ../../x",
            run -> edit(run, "\"backends\" : [ \"cpu\"", "\"backends\" : [ \"../../x\"")),
        run(
            "a backend that nobody knows",
            run -> edit(run, "\"backends\" : [ \"cpu\"", "\"backends\" : [ \"quantum\"")),
        run("format version 99", run -> edit(run, VERSION, "{\n  \"format_version\" : 99")),
        run("format version 1", run -> edit(run, VERSION, "{\n  \"format_version\" : 1")),
        run(
            "the device's format version 99",
            run -> edit(run, "_version\" : 1", "_version\" : 99")),
        run("digests of a file outside", run -> sums(run, "0".repeat(64) + "  ../../x\n")),
        run("digests that are none", run -> sums(run, "x  run.json\n")),
        run(
            "two digests of one file",
            run -> sums(run, ("0".repeat(64) + "  run.json\n").repeat(2))),
        run("a setting of 0 forks", run -> edit(run, "\"forks\" : 3", "\"forks\" : 0")),
        run("a journal of bytes", run -> append(run, "\u00ff\u0000\n")),
        run("a journal with half an object", run -> append(run, "{\"case_id\": \"x\"\n")),
        run("a journal 65 levels deep", run -> append(run, "[".repeat(65) + "]".repeat(65) + "\n")),
        run("a journal with a line of 500 MB", HostileRuns::longLine),
        run(
            "plain nonsense for an evaluation",
            run -> Files.writeString(run.resolve("evaluation.json"), "[1, null, \"x\"]")),
        run(
            "nulls for costs",
            run -> Files.writeString(run.resolve("costs.json"), "{\"backend\": null}")),
        HostileCase.read(RUN, "a journal whose last line was cut", HostileRuns::torn),
        HostileCase.refused(
            "device profile", "a fact changed by hand, under the old id", HostileRuns::profile));
  }

  private static void sums(Path run, String text) throws IOException {
    Files.writeString(run.resolve(FileSums.NAME), text);
  }

  private static HostileCase run(String input, Change change) {
    return HostileCase.refused(
        RUN,
        input,
        folder -> {
          Path run = copy(folder);
          change.in(run);
          RunLoader.load(RunFolder.open(run));
        });
  }

  private static Path copy(Path folder) throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    RunFolder example = RecordedRuns.example();
    Path run = Files.createDirectory(folder.resolve("run"));
    for (String name : example.files()) {
      if (!name.contains("/") && !name.equals("report.html")) {
        Files.copy(example.file(name), run.resolve(name));
        Files.copy(example.file(name), outside.resolve(name));
      }
    }
    return run;
  }

  private static void link(Path run, String name) throws IOException {
    Files.delete(run.resolve(name));
    Files.createSymbolicLink(run.resolve(name), run.resolveSibling("outside").resolve(name));
  }

  private static void edit(Path run, String old, String by) throws IOException {
    Path file = run.resolve("run.json");
    String text = Files.readString(file);
    if (!text.contains(old)) {
      throw new AssertionError("run.json has no (" + old + ")");
    }
    Files.writeString(file, text.replace(old, by));
  }

  private static void append(Path run, String text) throws IOException {
    Files.write(
        run.resolve("timings.jsonl"),
        text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
  }

  private static void longLine(Path run) throws IOException {
    Files.delete(run.resolve("timings.jsonl"));
    HostileJson.large(run, "timings.jsonl");
  }

  private static void torn(Path folder) throws IOException {
    Path run = copy(folder);
    append(run, "{\"case_id\": \"\u00e9");
    RunLoader.load(RunFolder.open(run));
  }

  private static void profile(Path folder) throws IOException {
    Path known = Path.of("../hardware-profiles/amd-epyc-7a96fa81.json");
    String text = Files.readString(known);
    Path changed = folder.resolve(known.getFileName().toString());
    Files.writeString(changed, text.replaceFirst("EPYC", "EPYX"));
    DeviceProfiles.load(changed);
  }
}

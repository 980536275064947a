package io.layerbench.hostile;

import io.layerbench.ranking.PlanJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** JSON as every file of this program is read, here a plan and an evaluation. */
final class HostileJson {

  private static final String JSON = "JSON";

  private static final String PLAN =
      """
      {"format_version": 1, "model_sha256": "%s", "backend": "cpu", "policy": "p", "score": "s",
       "layers": {"a": "INT8"}}"""
          .formatted("0".repeat(64));

  private HostileJson() {}

  static List<HostileCase> cases() {
    return List.of(
        plan("empty", ""),
        plan("cut short", PLAN.substring(0, 60)),
        plan("a member twice", PLAN.replace("{\"format", "{\"score\": \"t\", \"format")),
        plan("a layer twice", PLAN.replace("\"a\": \"INT8\"", "\"a\": \"INT8\", \"a\": \"FP32\"")),
        plan("a member missing", PLAN.replace(", \"score\": \"s\"", "")),
        plan("an unknown member", PLAN.replace("{\"format", "{\"surprise\": 1, \"format")),
        plan("null as a member", PLAN.replace("\"s\"", "null")),
        plan("null as the whole", "null"),
        plan("a number as text", PLAN.replace(": 1,", ": \"1\",")),
        plan("NaN as text", PLAN.replace(": 1,", ": \"NaN\",")),
        plan("NaN as a number", PLAN.replace(": 1,", ": NaN,")),
        plan("a fraction for a whole number", PLAN.replace(": 1,", ": 1.5,")),
        plan("1e400", PLAN.replace(": 1,", ": 1e400,")),
        plan("a number of 100,000 digits", PLAN.replace(": 1,", ": " + "9".repeat(100_000) + ",")),
        plan("bytes behind the end", PLAN + "x"),
        plan("a second document", PLAN + PLAN),
        plan("65 levels", "{\"a\":".repeat(65) + "1" + "}".repeat(65)),
        plan("1,000,000 levels", "{\"a\":".repeat(1_000_000)),
        HostileCase.refused(JSON, "1e400 in a sensitivity", folder -> sensitivity(folder, "1e400")),
        HostileCase.refused(JSON, "NaN as a sensitivity", folder -> sensitivity(folder, "\"NaN\"")),
        HostileCase.refused(JSON, "500 MB", folder -> PlanJson.read(large(folder, "plan.json"))),
        HostileCase.refused(
            JSON,
            "bytes that are no text",
            folder ->
                PlanJson.read(
                    Files.write(
                        folder.resolve("plan.json"),
                        (PLAN + "é").getBytes(StandardCharsets.ISO_8859_1)))),
        HostileCase.refused(
            JSON,
            "a pipe (FIFO)",
            folder -> {
              HostileExternalData.pipe(folder.resolve("plan.json"));
              PlanJson.read(folder.resolve("plan.json"));
            }),
        HostileCase.refused(JSON, "a device", folder -> PlanJson.read(Path.of("/dev/zero"))));
  }

  /** A file of 500 MB that takes no room. */
  static Path large(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(500_000_000);
    }
    return file;
  }

  private static HostileCase plan(String input, String text) {
    return HostileCase.refused(
        JSON, input, folder -> PlanJson.read(Files.writeString(folder.resolve("plan.json"), text)));
  }

  private static void sensitivity(Path folder, String value) throws IOException {
    String row =
        "{\"unit\": \"a\", \"kind\": \"LAYER\", \"mode\": \"ONLY\", \"precision\": \"INT8\","
            + " \"operands\": null, \"parameters\": 1, \"samples\": 1, \"sensitivity\": %s, \"own\": null, \"model\": null,"
            + " \"predictions\": null}";
    HostileTables.read(
        Files.writeString(
            folder.resolve("sensitivity.json"),
            "{\"model_sha256\": \"%s\", \"scheme\": \"x\", \"rows\": [%s]}"
                .formatted("0".repeat(64), row.formatted(value))));
  }
}

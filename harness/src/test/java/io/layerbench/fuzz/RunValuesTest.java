package io.layerbench.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.check.RunCheck;
import io.layerbench.report.ReportWriter;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run's JSON in which one value stands for another: that is still JSON, so more of it passes the
 * parser than of damaged bytes. Such a run is loaded, reported and checked, or refused. More rounds
 * than by default: {@code -Dlayerbench.fuzz.rounds=2000}.
 */
class RunValuesTest {

  private static final int ROUNDS = Integer.getInteger("layerbench.fuzz.rounds", 60);

  private static final List<String> FILES =
      List.of(
          "run.json",
          "evaluation.json",
          "costs.json",
          "plan.json",
          "timings.jsonl",
          "inplace.jsonl");

  private static final List<String> VALUES =
      List.of("null", "-1", "0", "1", "2147483647", "1e308", "0.5", "\"\"", "\"x\"", "[]", "{}");

  private final Random random = new Random(11);

  @Test
  void senselessValuesAreReadOrRefused() throws IOException {
    Path folder = RunFuzz.FILES.path();
    for (int i = 0; i < ROUNDS; i++) {
      Path file = folder.resolve(FILES.get(random.nextInt(FILES.size())));
      String valid = Files.readString(file);
      String changed = changed(valid);
      Files.writeString(file, changed);
      try {
        assertThatCode(() -> use(RunFolder.open(folder)))
            .as("%s with %s", file.getFileName(), changed)
            .doesNotThrowAnyException();
      } finally {
        Files.writeString(file, valid);
      }
    }
  }

  private static void use(RunFolder run) {
    try {
      new ReportWriter().render(RunLoader.load(run));
      RunCheck.of(run);
    } catch (InvalidInputException e) {
      // Refused in words, which is as good.
    }
  }

  /** The text, or one of its lines where each is a document of its own, with one value changed. */
  private String changed(String text) {
    String[] lines = text.split("(?<=\n)", -1);
    boolean journal = lines[0].endsWith("}\n");
    int line = journal ? random.nextInt(lines.length - 1) : 0;
    JsonNode root = Json.tree(journal ? lines[line] : text, "the seed");
    JsonNode value = Json.tree("[" + VALUES.get(random.nextInt(VALUES.size())) + "]", "a value");
    List<Runnable> changes = new ArrayList<>();
    collect(root, value.get(0), changes);
    changes.get(random.nextInt(changes.size())).run();
    if (!journal) {
      return Json.line(root);
    }
    lines[line] = Json.line(root) + "\n";
    return String.join("", lines);
  }

  private static void collect(JsonNode node, JsonNode value, List<Runnable> changes) {
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        changes.add(() -> object.set(name, value));
        collect(object.get(name), value, changes);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        changes.add(() -> array.set(index, value));
        collect(array.get(i), value, changes);
      }
    }
  }
}

package io.layerbench.run;

import io.layerbench.base.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** evaluation.json: the rows of evaluation.csv with all that is known of them. */
public final class EvaluationJson {

  private EvaluationJson() {}

  /** The file's text. */
  public static String text(List<EvaluationRow> rows) {
    return Json.pretty(rows);
  }

  /**
   * Reads a file, also one of a program that wrote no details yet.
   *
   * @throws io.layerbench.base.InvalidInputException when it is not valid
   */
  public static List<EvaluationRow> read(Path file) {
    JsonNode rows = Json.read(file, JsonNode.class);
    for (JsonNode node : rows) {
      if (node instanceof ObjectNode row && !row.has("details")) {
        row.set("details", Json.tree(Json.line(MethodDetails.NONE), "no details"));
      }
      if (node.path("details") instanceof ObjectNode details && !details.has("energy_mj")) {
        details.putNull("energy_mj");
      }
    }
    return List.of(Json.parse(Json.line(rows), EvaluationRow[].class, file.toString()));
  }
}

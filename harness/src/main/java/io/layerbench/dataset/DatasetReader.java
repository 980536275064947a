package io.layerbench.dataset;

import io.layerbench.base.Digests;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads dataset.json. */
final class DatasetReader {

  private static final int FORMAT_VERSION = 1;

  private static final Map<String, Task> TASKS =
      Map.of("classification", Task.CLASSIFICATION, "none", Task.NONE);

  private final Path json;
  private final Fields file;
  private final DataRoot root;

  DatasetReader(Path json, Path root) {
    this.json = json;
    this.file = new Fields(json.toString(), Json.read(json, JsonNode.class));
    this.root = new DataRoot(root);
  }

  Dataset read() {
    int version = file.integer("format_version");
    if (version != FORMAT_VERSION) {
      throw new InvalidInputException(
          "The dataset file ("
              + json
              + ") has the format_version ("
              + version
              + "), this program reads ("
              + FORMAT_VERSION
              + ").",
          "a newer version of this program wrote it.");
    }
    Head head = head();
    Optional<Tokenizer> tokenizer =
        file.optionalObject("tokenizer").map(fields -> TokenizerReader.read(fields, root));
    Map<String, Steps> steps = new LinkedHashMap<>();
    file.named("inputs")
        .forEach(
            (name, input) -> {
              steps.put(name, StepReader.read(input));
              input.end();
            });
    checkTokenizer(tokenizer, steps);
    return file.has("items") ? mixed(head, steps, tokenizer) : separate(head, steps, tokenizer);
  }

  private void checkTokenizer(Optional<Tokenizer> tokenizer, Map<String, Steps> steps) {
    boolean needed = steps.values().stream().anyMatch(step -> step.tokens().isPresent());
    if (needed != tokenizer.isPresent()) {
      throw file.invalid(
          needed
              ? "makes an input of (tokens) and lacks (tokenizer)"
              : "has a (tokenizer) that no input takes (tokens) of");
    }
  }

  private Head head() {
    Head head =
        new Head(
            file.text("name"),
            file.choice("task", TASKS),
            file.optionalText("output"),
            file.optionalInteger("class_axis").orElse(-1),
            file.optionalInteger("label_offset").orElse(0),
            file.has("classes") ? OptionalInt.of(file.positive("classes")) : OptionalInt.empty());
    return head;
  }

  private Dataset separate(Head head, Map<String, Steps> steps, Optional<Tokenizer> tokenizer) {
    Part calibrate =
        new PartReader(file.object("calibrate"), root, head, tokenizer).read(steps, false);
    Part evaluate =
        new PartReader(file.object("evaluate"), root, head, tokenizer).read(steps, false);
    file.end();
    checkLabels(head, evaluate);
    evaluate.inputs().forEach((name, input) -> checkAlike(name, calibrate.input(name), input));
    String digest = Digests.sha256(DataRoot.digest(json) + calibrate.digest() + evaluate.digest());
    return new Dataset(head, evaluate, calibrate, evaluate, digest);
  }

  private Dataset mixed(Head head, Map<String, Steps> steps, Optional<Tokenizer> tokenizer) {
    PartReader reader = new PartReader(file.object("items"), root, head, tokenizer);
    Part items = reader.read(steps, true);
    if (file.has("calibrate") || file.has("evaluate")) {
      throw file.invalid("has either (items) or (calibrate) and (evaluate), not all of them");
    }
    file.end();
    checkLabels(head, items);
    String digest = Digests.sha256(DataRoot.digest(json) + items.digest());
    return new Dataset(
        head,
        items,
        select(items, reader.uses(), Rows.Use.CALIBRATE),
        select(items, reader.uses(), Rows.Use.EVALUATE),
        digest);
  }

  private Items select(Part items, List<Rows.Use> uses, Rows.Use use) {
    List<Integer> indexes = new ArrayList<>();
    for (int row = 0; row < uses.size(); row++) {
      if (uses.get(row) == use) {
        indexes.add(row);
      }
    }
    if (indexes.isEmpty()) {
      throw file.invalid("has no row for (" + use.name().toLowerCase(Locale.ROOT) + ")");
    }
    return new Selection(items, indexes);
  }

  private void checkLabels(Head head, Part evaluate) {
    if (head.task() == Task.CLASSIFICATION && evaluate.labels().isEmpty()) {
      throw file.invalid("is for classification and has no labels to evaluate with");
    }
  }

  private void checkAlike(String name, Part.Input calibrate, Part.Input evaluate) {
    Spec one = calibrate.spec();
    Spec other = evaluate.spec();
    if (one.type() != other.type() || !one.dims().equals(other.dims())) {
      throw file.invalid(
          "gives the input ("
              + name
              + ") as "
              + one.type()
              + one.dims()
              + " to calibrate and as "
              + other.type()
              + other.dims()
              + " to evaluate");
    }
  }
}

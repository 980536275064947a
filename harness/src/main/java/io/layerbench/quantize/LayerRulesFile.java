package io.layerbench.quantize;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads rules for single layers from a file that people write:
 *
 * <pre>{@code
 * {"format_version": 1,
 *  "layers": [
 *    {"match": "block0.*", "precision": "fp32"},
 *    {"match": "*.depthwise", "per_channel": true, "weights": "asymmetric"},
 *    {"match": "head", "calibration": "percentile", "reduced_range": false}]}
 * }</pre>
 *
 * <p>A rule has a glob over layers' names and at least one property; later rules win.
 */
public final class LayerRulesFile {

  private static final int FORMAT_VERSION = 1;

  private static final Set<String> PROPERTIES =
      Set.of("precision", "per_channel", "weights", "calibration", "reduced_range");

  private final Path file;

  private LayerRulesFile(Path file) {
    this.file = file;
  }

  /**
   * The file's rules in their order.
   *
   * @throws InvalidInputException naming the place, for what is not valid
   */
  public static List<LayerRule> read(Path file) {
    return new LayerRulesFile(file).rules(Json.read(file, JsonNode.class));
  }

  private List<LayerRule> rules(JsonNode root) {
    checkMembers("the file", root, Set.of("format_version", "layers"));
    JsonNode version = root.get("format_version");
    if (version == null || !version.isInt() || version.intValue() != FORMAT_VERSION) {
      throw invalid("the file", "has not the format_version (" + FORMAT_VERSION + ")");
    }
    JsonNode layers = root.get("layers");
    if (layers == null || !layers.isArray() || layers.isEmpty()) {
      throw invalid("the file", "needs a list of rules for (layers)");
    }
    List<LayerRule> rules = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      rules.add(rule("layers[" + i + "]", layers.get(i)));
    }
    return rules;
  }

  private LayerRule rule(String where, JsonNode rule) {
    Set<String> known = new HashSet<>(PROPERTIES);
    known.add("match");
    checkMembers(where, rule, known);
    String match = text(where, rule, "match");
    if (match == null || match.isBlank()) {
      throw invalid(where, "needs a glob over layers' names for (match)");
    }
    if (PROPERTIES.stream().noneMatch(rule::has)) {
      throw invalid(where, "says nothing: it has none of " + PROPERTIES.stream().sorted().toList());
    }
    Precision precision = parsed(where, rule, "precision", Precision::parse);
    if (precision != null && !precision.executable()) {
      throw invalid(where, "has the precision (" + precision.id() + "), which no backend executes");
    }
    return new LayerRule(
        match,
        precision,
        flag(where, rule, "per_channel"),
        parsed(where, rule, "weights", text -> Symmetry.parse("weights", text)),
        parsed(where, rule, "calibration", CalibrationMethod::parse),
        flag(where, rule, "reduced_range"));
  }

  private void checkMembers(String where, JsonNode object, Set<String> known) {
    if (!object.isObject()) {
      throw invalid(where, "is not an object");
    }
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        throw invalid(where, "has an unknown member (" + name + ")");
      }
    }
  }

  private @Nullable String text(String where, JsonNode object, String name) {
    JsonNode member = object.get(name);
    if (member == null) {
      return null;
    }
    if (!member.isString()) {
      throw invalid(where, "needs a text for (" + name + ")");
    }
    return member.stringValue();
  }

  private <T> @Nullable T parsed(
      String where, JsonNode object, String name, Function<String, T> parser) {
    String text = text(where, object, name);
    try {
      return text == null ? null : parser.apply(text);
    } catch (UsageException e) {
      throw invalid(where, "has an unknown " + name + " (" + text + ")", e);
    }
  }

  private @Nullable Boolean flag(String where, JsonNode object, String name) {
    JsonNode member = object.get(name);
    if (member == null) {
      return null;
    }
    if (!member.isBoolean()) {
      throw invalid(where, "needs true or false for (" + name + ")");
    }
    return member.booleanValue();
  }

  private InvalidInputException invalid(String where, String what, Throwable... cause) {
    return new InvalidInputException(
        "The layer options in " + file + " are not valid: " + where + " " + what + ".",
        "compare it with the format's description in docs/formats.md.",
        cause);
  }
}

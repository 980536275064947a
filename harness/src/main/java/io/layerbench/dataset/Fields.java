package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of one JSON object. Each has exactly the type asked for, and those that nobody asks
 * for are refused by {@link #end()}.
 */
final class Fields {

  private final String where;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  /**
   * @param where the file and the place in it, for errors
   */
  Fields(String where, JsonNode node) {
    this.where = where;
    this.node = node;
    if (!node.isObject()) {
      throw invalid("is not an object");
    }
  }

  /** The file and the place in it. */
  String where() {
    return where;
  }

  /** The place of a member. */
  String where(String name) {
    return where + "." + name;
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name) {
    JsonNode member = member(name);
    if (!member.isString() || member.stringValue().isBlank()) {
      throw invalid("needs a text for (" + name + ")");
    }
    return member.stringValue();
  }

  Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  boolean flag(String name) {
    JsonNode member = member(name);
    if (!member.isBoolean()) {
      throw invalid("needs true or false for (" + name + ")");
    }
    return member.booleanValue();
  }

  int integer(String name) {
    return integer(name, member(name));
  }

  OptionalInt optionalInteger(String name) {
    return has(name) ? OptionalInt.of(integer(name)) : OptionalInt.empty();
  }

  /** An integer of at least 1. */
  int positive(String name) {
    int value = integer(name);
    if (value < 1) {
      throw invalid("needs a positive number for (" + name + "), not (" + value + ")");
    }
    return value;
  }

  /** A list of integers of at least 1; it may not be empty. */
  List<Integer> positives(String name) {
    List<Integer> values = new ArrayList<>();
    for (JsonNode element : array(name)) {
      values.add(integer(name, element));
    }
    if (values.isEmpty() || values.stream().anyMatch(value -> value < 1)) {
      throw invalid("needs positive numbers for (" + name + "), not " + values);
    }
    return values;
  }

  /** One finite number, or a list of them that is not empty. */
  List<Double> numbers(String name) {
    JsonNode member = member(name);
    List<Double> values = new ArrayList<>();
    for (JsonNode element : member.isArray() ? member.values() : List.of(member)) {
      double value = element.doubleValue(Double.NaN);
      if (!Double.isFinite(value)) {
        throw invalid("needs finite numbers for (" + name + ")");
      }
      values.add(value);
    }
    if (values.isEmpty()) {
      throw invalid("needs a number for (" + name + ")");
    }
    return values;
  }

  Fields object(String name) {
    return new Fields(where(name), member(name));
  }

  Optional<Fields> optionalObject(String name) {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** A list of objects. */
  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode element : array(name)) {
      objects.add(new Fields(where(name) + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  /** All members of an object of objects, by their names; it may not be empty. */
  Map<String, Fields> named(String name) {
    Fields object = object(name);
    Map<String, Fields> objects = new LinkedHashMap<>();
    for (String key : object.node.propertyNames()) {
      objects.put(key, object.object(key));
    }
    if (objects.isEmpty()) {
      throw invalid("has nothing in (" + name + ")");
    }
    return objects;
  }

  /** The value that the text of a member stands for. */
  <T> T choice(String name, Map<String, T> known) {
    String text = text(name);
    T value = known.get(text);
    if (value == null) {
      throw new InvalidInputException(
          "The dataset file is not valid: "
              + where
              + " has an unknown "
              + name
              + " ("
              + text
              + ").",
          "known are " + String.join(", ", known.keySet()) + ".");
    }
    return value;
  }

  /** Refuses members that nobody asked for. */
  void end() {
    for (String name : node.propertyNames()) {
      if (!asked.contains(name)) {
        throw invalid("has an unknown member (" + name + ")");
      }
    }
  }

  /** An error at this place; the text goes on after the place. */
  InvalidInputException invalid(String what) {
    return new InvalidInputException(
        "The dataset file is not valid: " + where + " " + what + ".",
        "compare it with docs/dataset.md.");
  }

  private Iterable<JsonNode> array(String name) {
    JsonNode member = member(name);
    if (!member.isArray()) {
      throw invalid("needs a list for (" + name + ")");
    }
    return member.values();
  }

  private int integer(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw invalid("needs a whole number for (" + name + ")");
    }
    return value.intValue();
  }

  private JsonNode member(String name) {
    asked.add(name);
    @Nullable JsonNode member = node.get(name);
    if (member == null) {
      throw invalid("lacks (" + name + ")");
    }
    return member;
  }
}

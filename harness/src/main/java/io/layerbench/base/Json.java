package io.layerbench.base;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON mapper; names are in snake_case. Strict: unknown, missing, duplicate, coerced and
 * trailing content is refused, depth and size are capped. A number that is not finite passes the
 * mapper, so records that hold numbers check them themselves.
 */
public final class Json {

  /** Files above this size are refused before they are read. */
  public static final long MAX_BYTES = 64L << 20;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  /**
   * Reads a file into a record.
   *
   * @throws InvalidInputException naming the file and the place
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return parse(InputText.read(file, MAX_BYTES), type, file.toString());
    } catch (IOException e) {
      throw new InvalidInputException(
          "The file " + file + " cannot be read (" + IoReason.of(e) + ").",
          "check its name and permissions.",
          e);
    }
  }

  /**
   * Reads a text into a record.
   *
   * @param source what to call the text in an error
   * @throws InvalidInputException naming the source and the place
   */
  public static <T> T parse(String text, Class<T> type, String source) {
    try (JsonParser parser = new FiniteNumbers(MAPPER.createParser(text))) {
      T value = MAPPER.readValue(parser, type);
      if (value == null) {
        throw new InvalidInputException("The JSON in " + source + " is null.", "");
      }
      if (value instanceof Object[] array && Arrays.asList(array).contains(null)) {
        throw new InvalidInputException("The JSON in " + source + " is a list with null.", "");
      }
      return value;
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "The JSON in " + source + " is not valid (" + reason(e) + ").",
          "compare it with the format's description in docs/formats.md.",
          e);
    }
  }

  /** Reads a text into a tree, with the same strictness about syntax. */
  public static JsonNode tree(String text, String source) {
    return parse(text, JsonNode.class, source);
  }

  /** One line of JSON. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Indented JSON, ended by a newline. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }

  private static String reason(JacksonException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String where =
        e.getLocation() == null || e.getLocation().getLineNr() < 0
            ? ""
            : ", line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    String message =
        cause instanceof JacksonException j ? j.getOriginalMessage() : cause.getMessage();
    return words(String.valueOf(message)) + where;
  }

  /** The library's message without names of classes and settings, which say nothing to a user. */
  private static String words(String message) {
    if (message.startsWith("Trailing token")) {
      return "there is more behind its end";
    }
    // A record's own refusal has a hint in a second line.
    return message
        .split("\\R" + LayerbenchException.MAYBE, 2)[0]
        .replaceAll("Missing creator property ('\\w+') \\(index \\d+\\)", "It lacks $1")
        .replaceAll("; `DeserializationFeature\\.\\w+` enabled|, from `[\\w.()]+`", "")
        .replaceAll(": enable `JsonReadFeature\\.\\w+` to allow|, not marked as ignorable", "")
        .replaceAll("\\(but (?:might|could) if coercion [^)]*\\)", "")
        .replaceAll("\\((?:class [\\w.$]+|although at least one Creator exists)\\)", "")
        .replaceAll("\\(start marker at \\[.*", "")
        .replaceAll("\\b(?:io\\.layerbench|java)\\.(?:\\w+[.$])*(\\w+)", "$1")
        .replaceAll(" +(?=[ ,:;.]|$)|\\.$", "");
  }

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxDocumentLength(MAX_BYTES)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .annotationIntrospector(new RequiredComponents())
        // A record's components are its JSON; a method isX() on it is not.
        .changeDefaultVisibility(
            checker -> checker.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .withCoercionConfig(
            LogicalType.Float,
            config ->
                config
                    .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .build();
  }
}

package io.layerbench.base;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
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
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new InvalidInputException(
            "The JSON file "
                + file
                + " is too large ("
                + size
                + " bytes, limit "
                + MAX_BYTES
                + ").",
            "it is not one of this program's files.");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8), type, file.toString());
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
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw new InvalidInputException("The JSON in " + source + " is null.", "");
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
    return message + where;
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

package io.layerbench.base;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A file of one JSON record per line, appended and forced to the disk as each record comes.
 *
 * @param <T> the record
 */
public final class JsonLines<T> {

  private final Path file;
  private final Class<T> type;
  private final UnaryOperator<JsonNode> completed;

  /** Over a file, which need not exist yet. */
  public JsonLines(Path file, Class<T> type) {
    this(file, type, UnaryOperator.identity());
  }

  /**
   * The same, for records that have grown.
   *
   * @param completed adds what lines of earlier programs lack
   */
  public JsonLines(Path file, Class<T> type, UnaryOperator<JsonNode> completed) {
    this.file = file;
    this.type = type;
    this.completed = completed;
  }

  /** Appends a record; when this returns, it survives a power cut. */
  public void append(T one) throws IOException {
    byte[] line = (Json.line(one) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /**
   * The records in the order of their lines. A last line without an end is what a crash left: it is
   * not counted.
   *
   * @throws InvalidInputException naming a line that is whole and not valid
   */
  public List<T> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    InputText.requireFile(file);
    List<T> records = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (byte[] bytes = line(in); bytes != null; bytes = line(in)) {
        String source = file.getFileName() + ", line " + (records.size() + 1);
        JsonNode line = completed.apply(Json.tree(text(bytes, source), source));
        records.add(Json.parse(Json.line(line), type, source));
      }
    }
    return records;
  }

  private static String text(byte[] line, String source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "What is in %s is no text in UTF-8.".formatted(source), "the file is damaged.", e);
    }
  }

  /** The next line without its end; null behind the last one that has an end. */
  private byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return line.toByteArray();
      }
      if (line.size() >= Json.MAX_BYTES) {
        throw new InvalidInputException(
            "The file (%s) has a line of more than (%d) bytes.".formatted(file, Json.MAX_BYTES),
            "it is not one of this program's files.");
      }
      line.write(next);
    }
    return null;
  }

  /** Cuts a half-written last line off, so that the next append starts a line of its own. */
  public void dropTornLine() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    if (length < bytes.length) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
        channel.force(true);
      }
    }
  }
}

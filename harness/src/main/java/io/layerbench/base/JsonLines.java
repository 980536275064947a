package io.layerbench.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
    String text = Files.readString(file);
    List<T> records = new ArrayList<>();
    int number = 0;
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      number++;
      String source = file.getFileName() + ", line " + number;
      JsonNode line = completed.apply(Json.tree(text.substring(start, end), source));
      records.add(Json.parse(Json.line(line), type, source));
      start = end + 1;
    }
    return records;
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

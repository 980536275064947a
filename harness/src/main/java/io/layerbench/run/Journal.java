package io.layerbench.run;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** timings.jsonl: a line per finished fork, appended and forced to the disk as each ends. */
public final class Journal {

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  /** Appends a timing; when this returns, it survives a power cut. */
  public void append(Timing timing) throws IOException {
    byte[] line = (Json.line(timing) + "\n").getBytes(StandardCharsets.UTF_8);
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
   * The finished forks in the order of execution. A last line without an end is what a crash left:
   * it is not counted.
   *
   * @throws InvalidInputException naming a line that is whole and not valid
   */
  public List<Timing> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    List<Timing> timings = new ArrayList<>();
    int number = 0;
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      number++;
      String source = file.getFileName() + ", line " + number;
      timings.add(Json.parse(text.substring(start, end), Timing.class, source));
      start = end + 1;
    }
    return timings;
  }

  /** Cuts a half-written last line off, so that the next append starts a line of its own. */
  void dropTornLine() throws IOException {
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

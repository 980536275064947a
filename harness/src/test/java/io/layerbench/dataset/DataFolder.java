package io.layerbench.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with a small valid dataset (four items of three bytes and their table) that tests break
 * in one place each.
 */
record DataFolder(Path dir) {

  static final String VALID =
      """
      {
        "format_version": 1,
        "name": "tiny",
        "task": "classification",
        "classes": 10,
        "inputs": {"x": {"steps": [{"step": "scale", "divide_by": 2}]}},
        "items": {
          "sources": {"x": {"type": "raw", "file": "x.bin", "dtype": "int8", "shape": [3]}},
          "labels": {"type": "csv", "file": "labels.csv"}
        }
      }
      """;

  static final String TABLE =
      "file,class,use\na,0,evaluate\nb,9,calibrate\nc,2,evaluate\nd,3,ignore\n";

  static DataFolder valid(Path dir) {
    DataFolder folder = new DataFolder(dir);
    folder.put("dataset.json", VALID);
    folder.put("labels.csv", TABLE);
    folder.put("x.bin", new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11});
    return folder;
  }

  DataFolder put(String name, String text) {
    return put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  DataFolder put(String name, byte[] bytes) {
    try {
      Files.createDirectories(dir.resolve(name).getParent());
      Files.write(dir.resolve(name), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a part of dataset.json, which must occur in it. */
  DataFolder edit(String old, String by) {
    try {
      String text = Files.readString(dir.resolve("dataset.json"));
      if (!text.contains(old)) {
        throw new IllegalArgumentException("dataset.json has no (" + old + ")");
      }
      return put("dataset.json", text.replace(old, by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Dataset read() {
    return Dataset.read(dir.resolve("dataset.json"));
  }
}

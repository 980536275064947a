package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code labels} of a part: a table, or a file with one label per item. */
final class RowsReader {

  private static final int MAX_BYTES = 64 << 20;

  private final Fields fields;
  private final Path file;
  private final boolean labelled;

  private RowsReader(Fields fields, DataRoot root, boolean labelled) {
    this.fields = fields;
    this.file = root.file(fields.text("file"), fields.where("file"));
    this.labelled = labelled;
  }

  /**
   * Reads the rows.
   *
   * @param labelled whether labels are wanted
   * @param mixed whether each row must say what it is for
   */
  static Rows read(Fields fields, DataRoot root, boolean labelled, boolean mixed) {
    RowsReader reader = new RowsReader(fields, root, labelled);
    String type = fields.text("type");
    Rows rows =
        switch (type) {
          case "csv" -> new TableReader(fields, reader.file).read(labelled, mixed);
          case "lines" -> reader.lines();
          case "raw" -> reader.raw();
          case "npy" -> reader.npy();
          default ->
              throw fields.invalid("has an unknown type (" + type + ") of csv, lines, raw, npy");
        };
    if (mixed && rows.uses().isEmpty()) {
      throw fields.invalid("must be a table with a column that marks calibrate and evaluate");
    }
    fields.end();
    return rows;
  }

  private Rows lines() {
    List<Integer> labels = new ArrayList<>();
    Csv.lines(file)
        .forEach(line -> labels.add(TableReader.label(file, line.strip(), labels.size() + 1)));
    return ofLabels(labels);
  }

  private Rows raw() {
    ElementType type = fields.choice("dtype", Elements.BY_NAME);
    return ofLabels(numbers(type, 0));
  }

  private Rows npy() {
    NpyHeader header = NpyHeader.read(BinaryFile.open(file));
    List<Integer> labels = numbers(header.type(), header.length());
    if (header.shape().size() != 1 || header.shape().get(0) != labels.size()) {
      throw bad(1, "holds (" + labels.size() + ") numbers in the shape " + header.shape());
    }
    return ofLabels(labels);
  }

  private List<Integer> numbers(ElementType type, int header) {
    BinaryFile binary = BinaryFile.open(file);
    long size = binary.size() - header;
    if (size > MAX_BYTES || size % type.bytes() != 0) {
      throw bad(1, "is not a whole number of labels (" + size + " bytes)");
    }
    ByteBuffer bytes = binary.read(header, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> labels = new ArrayList<>();
    for (int at = 0; at < size; at += type.bytes()) {
      double value = Elements.get(bytes, at, type);
      if (value != (int) value || value < 0) {
        throw bad(labels.size() + 1, "is not a class (" + value + ")");
      }
      labels.add((int) value);
    }
    return labels;
  }

  private Rows ofLabels(List<Integer> labels) {
    if (labels.isEmpty()) {
      throw bad(1, "does not exist, the file is empty");
    }
    return new Rows(
        file.toString(),
        1,
        labels.size(),
        List.of(),
        labelled ? labels : List.of(),
        List.of(),
        List.of(),
        DataRoot.digest(file));
  }

  private InvalidInputException bad(int line, String what) {
    return TableReader.bad(file, line, what);
  }
}

package io.layerbench.dataset;

import io.layerbench.base.Digests;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.dataset.Rows.Use;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code labels} of a part: a table, or a file with one label per item. */
final class RowsReader {

  private static final int MAX_BYTES = 64 << 20;

  private static final Map<String, Use> USES =
      Map.of("calibrate", Use.CALIBRATE, "evaluate", Use.EVALUATE, "ignore", Use.IGNORE);

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
          case "csv" -> reader.table(mixed);
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

  private Rows table(boolean mixed) {
    Csv csv = Csv.read(file);
    List<String> names = column(csv, "name_column", "file").orElse(List.of());
    Set<String> seen = new HashSet<>();
    for (int row = 0; row < names.size(); row++) {
      if (names.get(row).isBlank() || !seen.add(names.get(row))) {
        throw bad(row + 2, "has an empty or repeated name (" + names.get(row) + ")");
      }
    }
    List<Integer> labels = new ArrayList<>();
    if (labelled) {
      column(csv, "label_column", "class")
          .orElse(List.of())
          .forEach(text -> labels.add(label(text, labels.size() + 2)));
    } else {
      fields.optionalText("label_column");
    }
    List<Use> uses = new ArrayList<>();
    if (mixed) {
      column(csv, "use_column", "use")
          .orElse(List.of())
          .forEach(text -> uses.add(use(text, uses.size() + 2)));
    }
    return new Rows(file.toString(), 2, csv.rows().size(), names, labels, uses, digest());
  }

  /**
   * The column of that name, or the usual one where the dataset names none and the table has it.
   */
  private Optional<List<String>> column(Csv csv, String member, String usual) {
    String name = fields.optionalText(member).orElse(usual);
    int index = csv.header().indexOf(name);
    if (index < 0 && fields.has(member)) {
      throw bad(1, "has no column (" + name + ") in " + csv.header());
    }
    return index < 0
        ? Optional.empty()
        : Optional.of(csv.rows().stream().map(row -> row.get(index).strip()).toList());
  }

  private Rows lines() {
    List<Integer> labels = new ArrayList<>();
    Csv.lines(file).forEach(line -> labels.add(label(line.strip(), labels.size() + 1)));
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
        digest());
  }

  private int label(String text, int line) {
    try {
      int label = Integer.parseInt(text);
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException e) {
      throw bad(line, "has a label that is not a whole number (" + text + ")");
    }
    throw bad(line, "has a negative label (" + text + ")");
  }

  private Use use(String text, int line) {
    Use use = USES.get(text);
    if (use == null) {
      throw bad(line, "has the use (" + text + "), known are calibrate, evaluate, ignore");
    }
    return use;
  }

  private String digest() {
    try {
      return Digests.sha256(file);
    } catch (IOException e) {
      throw DataRoot.unreadable(file, e);
    }
  }

  private InvalidInputException bad(int line, String what) {
    return new InvalidInputException(
        "The labels (" + file + ") are not valid: line or item (" + line + ") " + what + ".", "");
  }
}

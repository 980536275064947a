package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import io.layerbench.dataset.Rows.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads labels from a table, with the names, sentences and uses of its rows. */
final class TableReader {

  private static final Map<String, Character> SEPARATORS = Map.of("comma", ',', "tab", '\t');
  private static final Map<String, Use> USES =
      Map.of("calibrate", Use.CALIBRATE, "evaluate", Use.EVALUATE, "ignore", Use.IGNORE);

  private final Fields fields;
  private final Path file;
  private final Csv.Form form;
  private final Csv csv;

  TableReader(Fields fields, Path file) {
    this.fields = fields;
    this.file = file;
    this.form =
        new Csv.Form(
            fields.has("separator") ? fields.choice("separator", SEPARATORS) : ',',
            !fields.has("header") || fields.flag("header"));
    this.csv = Csv.read(file, form);
  }

  /**
   * Reads the columns.
   *
   * @param labelled whether labels are wanted
   * @param mixed whether each row must say what it is for
   */
  Rows read(boolean labelled, boolean mixed) {
    List<String> names = column("name_column", "file").orElse(List.of());
    Set<String> seen = new HashSet<>();
    for (int row = 0; row < names.size(); row++) {
      if (names.get(row).isBlank() || !seen.add(names.get(row))) {
        throw bad(line(row), "has an empty or repeated name (" + names.get(row) + ")");
      }
    }
    List<Integer> labels = new ArrayList<>();
    if (labelled) {
      column("label_column", "class")
          .orElse(List.of())
          .forEach(text -> labels.add(label(file, text, line(labels.size()))));
    } else {
      fields.optionalText("label_column");
    }
    List<Use> uses = new ArrayList<>();
    if (mixed) {
      column("use_column", "use")
          .orElse(List.of())
          .forEach(text -> uses.add(use(text, line(uses.size()))));
    }
    return new Rows(
        file.toString(),
        form.firstLine(),
        csv.rows().size(),
        names,
        labels,
        sentences(),
        uses,
        DataRoot.digest(file));
  }

  private List<String> sentences() {
    List<String> sentences =
        fields.has("text_column") ? column("text_column", "").orElse(List.of()) : List.of();
    for (int row = 0; row < sentences.size(); row++) {
      if (sentences.get(row).isBlank()) {
        throw bad(line(row), "has an empty sentence");
      }
    }
    return sentences;
  }

  /**
   * The column of that name, or the usual one where the dataset names none and the table has it.
   */
  private Optional<List<String>> column(String member, String usual) {
    String name = fields.optionalText(member).orElse(usual);
    int index = csv.header().indexOf(name);
    if (index < 0 && fields.has(member)) {
      throw bad(1, "has no column (" + name + ") in " + csv.header());
    }
    return index < 0
        ? Optional.empty()
        : Optional.of(csv.rows().stream().map(row -> row.get(index).strip()).toList());
  }

  private int line(int row) {
    return form.firstLine() + row;
  }

  /** The label that a text says. */
  static int label(Path file, String text, int line) {
    try {
      int label = Integer.parseInt(text);
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException e) {
      throw bad(file, line, "has a label that is not a whole number (" + text + ")");
    }
    throw bad(file, line, "has a negative label (" + text + ")");
  }

  private Use use(String text, int line) {
    Use use = USES.get(text);
    if (use == null) {
      throw bad(line, "has the use (" + text + "), known are calibrate, evaluate, ignore");
    }
    return use;
  }

  private InvalidInputException bad(int line, String what) {
    return bad(file, line, what);
  }

  static InvalidInputException bad(Path file, int line, String what) {
    return new InvalidInputException(
        "The labels (" + file + ") are not valid: line or item (" + line + ") " + what + ".", "");
  }
}

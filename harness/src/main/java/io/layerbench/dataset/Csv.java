package io.layerbench.dataset;

import io.layerbench.base.InputText;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of comma-separated or tab-separated values in UTF-8. Between commas a field may be
 * quoted, and then hold commas and doubled quotes, but no line break: so a row's line number is its
 * place. Between tabs a quote is a character like any other.
 *
 * @param header the columns' names; their numbers from 1 where the file has no header line
 * @param rows the fields of each further line
 */
record Csv(List<String> header, List<List<String>> rows) {

  /** Tables above this size are refused. */
  private static final long MAX_BYTES = 64L << 20;

  Csv {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /**
   * How a table is written.
   *
   * @param separator a comma or a tab
   * @param header whether its first line names the columns
   */
  record Form(char separator, boolean header) {

    /** The line of the first row, counted from 1. */
    int firstLine() {
      return header ? 2 : 1;
    }
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInputException naming file and line
   */
  static Csv read(Path file, Form form) {
    List<String> lines = lines(file);
    if (lines.size() < form.firstLine()) {
      throw bad(file, 1, "is not followed by any row");
    }
    List<String> first = fields(file, 1, lines.get(0), form.separator());
    List<String> header = form.header() ? first : numbers(first.size());
    if (new HashSet<>(header).size() < header.size()) {
      throw bad(file, 1, "names a column twice");
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = form.firstLine(); i <= lines.size(); i++) {
      List<String> fields = fields(file, i, lines.get(i - 1), form.separator());
      if (fields.size() != header.size()) {
        throw bad(
            file,
            i,
            "has (" + fields.size() + ") fields where the first has (" + header.size() + ")");
      }
      rows.add(fields);
    }
    return new Csv(header, rows);
  }

  private static List<String> numbers(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(Integer::toString).toList();
  }

  /** The lines of a text file without a byte order mark. */
  static List<String> lines(Path file) {
    try {
      String text = InputText.read(file, MAX_BYTES);
      return (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "The file (" + file + ") is not text in UTF-8.", "save it as UTF-8.", e);
    } catch (IOException e) {
      throw DataRoot.unreadable(file, e);
    }
  }

  private static List<String> fields(Path file, int number, String line, char separator) {
    if (separator == '\t') {
      return List.of(line.split("\t", -1));
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw bad(file, number, "has a quote that is not closed");
    }
    fields.add(field.toString());
    return fields;
  }

  private static InvalidInputException bad(Path file, int line, String what) {
    return new InvalidInputException(
        "The table (" + file + ") is not valid: line (" + line + ") " + what + ".", "");
  }
}

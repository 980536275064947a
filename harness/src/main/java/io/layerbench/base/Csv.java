package io.layerbench.base;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one way by which CSV is written and read: RFC 4180, with lines that start with # as comments.
 *
 * <p>A cell that a spreadsheet would take for a formula (it starts with =, +, -, @, a tab or a line
 * break and is no number) is written with an apostrophe before it, and so is one that starts with
 * an apostrophe; reading takes it away again.
 */
public final class Csv {

  /** Files above this size are refused before they are read. */
  public static final long MAX_BYTES = 64L << 20;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");
  private static final String GUARDED = "=+-@\t\r\n'";

  private Csv() {}

  /** The text of a table; null is an empty cell. */
  public static String text(
      List<String> comments, List<String> header, List<? extends List<@Nullable String>> rows) {
    StringWriter out = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out)) {
      comments.forEach(comment -> writer.writeComment(" " + comment));
      writer.writeRecord(header);
      for (List<@Nullable String> row : rows) {
        writer.writeRecord(row.stream().map(cell -> cell == null ? "" : guard(cell)).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot fail.", e);
    }
    return out.toString();
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException naming the file, and the line where there is one, when it cannot
   *     be read, is no CSV, or has another header
   */
  public static CsvTable read(Path file, List<String> header) {
    return readAny(file, List.of(header));
  }

  /**
   * Reads a file that has one of several headers.
   *
   * @throws InvalidInputException as {@link #read} does
   */
  public static CsvTable readAny(Path file, List<List<String>> headers) {
    return parseAny(content(file), headers, file.toString());
  }

  private static String content(Path file) {
    try {
      return withoutMark(InputText.read(file, MAX_BYTES));
    } catch (IOException e) {
      throw new InvalidInputException(
          "The file " + file + " cannot be read (" + IoReason.of(e) + ").",
          "check its name, its permissions, and that it is text in UTF-8.",
          e);
    }
  }

  /**
   * The columns that a file has.
   *
   * @throws InvalidInputException where it cannot be read or has none
   */
  public static List<String> header(Path file) {
    String content = content(file);
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofCsvRecord(content)) {
      return reader.stream()
          .findFirst()
          .map(CsvRecord::getFields)
          .orElseThrow(() -> new InvalidInputException("The CSV in " + file + " is empty.", ""));
    } catch (CsvParseException e) {
      throw new InvalidInputException(
          "The CSV in " + file + " is not valid (" + e.getMessage() + ").", "", e);
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot fail.", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param source what to call the text in an error
   * @throws InvalidInputException as {@link #read} does
   */
  public static CsvTable parse(String text, List<String> header, String source) {
    return parseAny(withoutMark(text), List.of(header), source);
  }

  /** Without the byte order mark that some editors write. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static CsvTable parseAny(String content, List<List<String>> headers, String source) {
    List<String> header = headers.get(0);
    List<String> comments = new ArrayList<>();
    List<CsvTable.Row> rows = new ArrayList<>();
    boolean headerSeen = false;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.READ)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(content)) {
      for (CsvRecord csv : reader) {
        if (csv.isComment()) {
          comments.add(csv.getField(0).strip());
          continue;
        }
        if (headerSeen) {
          rows.add(row(source, header, csv).checked());
        } else {
          header = matching(headers, csv);
          row(source, header, csv).requireHeader();
          headerSeen = true;
        }
      }
    } catch (CsvParseException e) {
      throw new InvalidInputException(
          "The CSV in " + source + " is not valid (" + e.getMessage() + ").", "", e);
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot fail.", e);
    }
    if (!headerSeen) {
      throw new InvalidInputException(
          "The CSV in " + source + " is empty.", "its first line is " + String.join(",", header));
    }
    return new CsvTable(source, comments, rows);
  }

  /** The header that a file has; the first one where it has none of them. */
  private static List<String> matching(List<List<String>> headers, CsvRecord csv) {
    return headers.stream().filter(csv.getFields()::equals).findFirst().orElse(headers.get(0));
  }

  /** True for a decimal number as this program writes it: no NaN, no infinity, no hexadecimal. */
  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static CsvTable.Row row(String source, List<String> header, CsvRecord csv) {
    return new CsvTable.Row(
        source,
        csv.getStartingLineNumber(),
        header,
        csv.getFields().stream().map(Csv::unguard).toList());
  }

  private static String guard(String cell) {
    boolean risky = !cell.isEmpty() && GUARDED.indexOf(cell.charAt(0)) >= 0 && !isNumber(cell);
    return risky ? "'" + cell : cell;
  }

  private static String unguard(String cell) {
    boolean guarded =
        cell.length() > 1 && cell.charAt(0) == '\'' && GUARDED.indexOf(cell.charAt(1)) >= 0;
    return guarded ? cell.substring(1) : cell;
  }
}

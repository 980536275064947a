package io.layerbench.cli;

import io.layerbench.base.Csv;
import io.layerbench.base.Json;
import io.layerbench.query.Answer;
import io.layerbench.suite.TerminalText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a query's answer is printed. */
enum AnswerFormat {
  /** For people: aligned, numbers in six significant digits. */
  TEXT {
    @Override
    String text(Answer answer) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(answer.columns().stream().map(TerminalText::plain).toList());
      answer.rows().forEach(row -> lines.add(row.stream().map(AnswerFormat::cell).toList()));
      return aligned(lines, answer.rows());
    }
  },
  /** RFC 4180, all digits. */
  CSV {
    @Override
    String text(Answer answer) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      for (List<@Nullable Object> row : answer.rows()) {
        List<@Nullable String> cells = new ArrayList<>();
        row.forEach(value -> cells.add(value == null ? null : value.toString()));
        rows.add(cells);
      }
      return Csv.text(List.of(), answer.columns(), rows);
    }
  },
  /** A list of objects; of columns with one name the last counts. */
  JSON {
    @Override
    String text(Answer answer) {
      List<Map<String, @Nullable Object>> objects = new ArrayList<>();
      for (List<@Nullable Object> row : answer.rows()) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
          object.put(answer.columns().get(i), row.get(i));
        }
        objects.add(object);
      }
      return Json.pretty(objects);
    }
  };

  private static final MathContext DIGITS = new MathContext(6);
  private static final int LONGEST = 60;

  abstract String text(Answer answer);

  private static String cell(@Nullable Object value) {
    if (value instanceof Double number) {
      return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString();
    }
    return value == null ? "" : TerminalText.shortened(value.toString(), LONGEST);
  }

  /** Numbers to the right, and all else to the left. */
  private static String aligned(List<List<String>> lines, List<List<@Nullable Object>> rows) {
    int columns = lines.get(0).size();
    StringBuilder text = new StringBuilder();
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      widths[i] = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
      numbers[i] = rows.stream().anyMatch(row -> row.get(column) instanceof Number);
    }
    for (List<String> line : lines) {
      StringBuilder one = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String pad = " ".repeat(widths[i] - line.get(i).length());
        one.append(i == 0 ? "" : "  ");
        one.append(numbers[i] ? pad + line.get(i) : line.get(i) + pad);
      }
      text.append(one.toString().stripTrailing()).append('\n');
    }
    return text.append(rows.size()).append(rows.size() == 1 ? " row\n" : " rows\n").toString();
  }
}

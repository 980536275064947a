package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The README's table of the networks without a download is the committed one of {@code run --suite
 * reference}; {@code -Dreadme.update=true} writes it anew.
 */
class ReadmeReferenceTest {

  private static final ReadmeSection SECTION = new ReadmeSection("reference");

  @Test
  void itsTableIsTheExampleOfTheSuite() throws IOException {
    String expected = table();

    assertThat(SECTION.current(expected)).isEqualTo(expected);
  }

  private static String table() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("| network | method | latency | interval | size | paper's latency | size |\n");
    text.append("| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
    rows(example()).forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static Path example() throws IOException {
    try (Stream<Path> files = Files.walk(ReadmeSection.EXAMPLES, 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches("reference-.*\\.csv"))
          .sorted()
          .reduce((older, newer) -> newer)
          .orElseThrow();
    }
  }

  private static List<CsvTable.Row> rows(Path file) throws IOException {
    String text = Files.readString(file);
    String header = text.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
    return Csv.parse(text, List.of(header.split(",", -1)), file.toString()).rows();
  }

  private static String line(CsvTable.Row row) {
    return "| %s | %s | %s ms | %s to %s ms | %s MB | %s | %s |\n"
        .formatted(
            row.text("network"),
            row.text("method"),
            number("%.2f", row.number("latency_ms")),
            number("%.2f", row.number("latency_low_ms")),
            number("%.2f", row.number("latency_high_ms")),
            number("%.1f", row.number("size_mb")),
            number("%.1f ms", row.numberOrNull("paper_latency_ms")),
            number("%.1f MB", row.numberOrNull("paper_size_mb")));
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}

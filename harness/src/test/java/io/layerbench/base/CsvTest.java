package io.layerbench.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  private static final List<String> HEADER = List.of("name", "value");

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n"})
  void refusesAnEmptyFile(String text) {
    assertRefused(text, "empty");
  }

  @Test
  void refusesAnotherHeader() {
    assertRefused("value,name\r\n1,2\r\n", "line 1");
  }

  @Test
  void refusesMissingAndExtraCellsByLine() {
    assertRefused("name,value\n1,2\n3\n", "line 3, has (1) cells instead of (2)");
    assertRefused("name,value\n1,2,3\n", "line 2, has (3) cells instead of (2)");
  }

  @Test
  void refusesTextAfterAClosingQuote() {
    assertRefused("name,value\n\"a\"b,2\n", "not valid");
  }

  @Test
  void refusesBytesThatAreNoText(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("x.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> Csv.read(file, HEADER)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Csv.read(folder.resolve("none.csv"), HEADER))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x1p3", "1d", "1e999", "1,5", " 1", "x"})
  void refusesWhatIsNoNumber(String cell) {
    CsvTable.Row row = Csv.parse("name,value\nx,\"" + cell + "\"\n", HEADER, "test").rows().get(0);
    assertThatThrownBy(() -> row.number("value"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"x\")",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "'=x",
        "''",
        "'"
      })
  void disarmsFormulasAndGivesThemBack(String name) {
    String text = Csv.text(List.of(), HEADER, List.of(List.of(name, "1")));
    assertThat(text).containsPattern("\r\n\"?'");
    assertThat(Csv.parse(text, HEADER, "test").rows().get(0).text("name")).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-5", "+1.5e-3", "-1.0E-12", "a,b", "a\"b", "a\r\nb", "# x", "<&>", "\u202ex"})
  void givesBackWhatItWrote(String name) {
    String text = Csv.text(List.of("a comment"), HEADER, List.of(List.of(name, "1")));
    assertThat(text).doesNotContain("'");
    CsvTable table = Csv.parse(text, HEADER, "test");
    assertThat(table.comments()).containsExactly("a comment");
    assertThat(table.rows().get(0).text("name")).isEqualTo(name);
  }

  @Test
  void readsAByteOrderMarkAndUnixLines() {
    assertThat(Csv.parse("\uFEFFname,value\nx,1\n", HEADER, "test").rows()).hasSize(1);
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Csv.parse(text, HEADER, "test"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}

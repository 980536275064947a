package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1.00",
    "0.12345,0.123",
    "12.345,12.3",
    "1234.5,1230",
    "0.99999,1.00",
    "0.000012345,1.23×10⁻⁵",
    "1e12,1.00×10¹²",
    "-0.5,-0.500",
    "9.999e-4,0.00100"
  })
  void showsThreeSignificantDigits(double value, String text) {
    assertThat(Numbers.significant(value)).isEqualTo(text);
  }

  @Test
  void showsSigns() {
    assertThat(Numbers.signed(-0.04)).isEqualTo("±0.0");
    assertThat(Numbers.signed(-0.26)).isEqualTo("−0.3");
    assertThat(Numbers.signed(1)).isEqualTo("+1.0");
  }

  @Test
  void showsNamesWithoutInvisibleCharacters() {
    assertThat(Name.of("a\u202Eb\u0000c\nd\uD800").full())
        .isEqualTo("a⟨U+202E⟩b⟨U+0000⟩c⟨U+000A⟩d⟨U+D800⟩");
    assertThat(Name.of("").shown()).isEqualTo("(empty)");
    assertThat(Name.of("/conv1/Conv").isShortened()).isFalse();
  }

  @Test
  void cutsNamesOnCharacters() {
    Name name = Name.of("😀".repeat(100));
    assertThat(name.shown().codePointCount(0, name.shown().length())).isEqualTo(Name.LONGEST);
    assertThat(name.shown()).isEqualTo("😀".repeat(16) + "…" + "😀".repeat(31));
  }
}

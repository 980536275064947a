package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../../etc/passwd",
        "/",
        "a/b",
        "C:\\x",
        "\u0000",
        "line\nbreak",
        "\uD83D\uDE00",
        "con ",
        ".hidden",
        "ünïcode",
        "a*b?c\"d<e>|f"
      })
  void makesAFileNameOfAnything(String name) {
    assertThat(SafeNames.of(name)).matches("[A-Za-z0-9-][A-Za-z0-9._-]*-[0-9a-f]{8}|-[0-9a-f]{8}");
  }

  @Test
  void keepsDifferentNamesDifferentAlsoWhereCaseIsIgnored() {
    List<String> names =
        List.of("a/b", "a_b", "a b", "A_b", "a_B", "", "_", "..", "conv/1", "conv:1", "conv_1");
    Set<String> safe = new HashSet<>();
    names.forEach(name -> safe.add(SafeNames.of(name).toLowerCase(Locale.ROOT)));
    assertThat(safe).hasSameSizeAs(names);
  }

  @Test
  void cutsLongNamesAndKeepsThemApart() {
    String start = "x".repeat(500);
    assertThat(SafeNames.of(start + "1")).hasSize(69).isNotEqualTo(SafeNames.of(start + "2"));
  }

  @Test
  void leavesASafeNameAsItIs() {
    assertThat(SafeNames.of("resnet20-v1.5_a")).isEqualTo("resnet20-v1.5_a");
  }
}

package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import io.layerbench.comparison.Comparison;
import io.layerbench.report.Browser.Scheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison page as a reader has it, made of the golden comparison. */
class ComparisonInBrowserTest {

  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "golden", "comparison.json");
  private static final String HOSTILE =
      "</script></title><img src=x onerror=alert(1)>'\\\"\\u202e${7*7}" + "x".repeat(10_000);

  private static Browser browser;
  private static Path plain;
  private static Path hostile;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    Path folder = Files.createDirectories(Path.of("target", "reports")).toAbsolutePath();
    String golden = Files.readString(GOLDEN);
    plain = Files.writeString(folder.resolve("comparison.html"), page(golden));
    hostile =
        Files.writeString(
            folder.resolve("comparison-hostile.html"),
            page(
                golden
                    .replace("\"m5\"", "\"" + HOSTILE + "\"")
                    .replace("\"amd-epyc-bf322ecc\"", "\"" + HOSTILE + "\"")
                    .replace("\"AMD EPYC\"", "\"" + HOSTILE + "\"")
                    .replace("block2.conv", HOSTILE)));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static String page(String json) {
    return new ComparisonWriter().render(Json.parse(json, Comparison.class, "golden"));
  }

  @Test
  void saysNothingOnTheConsoleAndAsksForNothing() {
    for (Path page : List.of(plain, hostile)) {
      browser.open(page, 1300, Scheme.LIGHT);
      assertThat(browser.console()).isEmpty();
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
    }
  }

  @Test
  void followsTheReadersColours() {
    browser.open(plain, 1300, Scheme.LIGHT);
    Object light = browser.script("return getComputedStyle(document.body).backgroundColor");
    browser.open(plain, 1300, Scheme.DARK);
    assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(light);
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 390, 768})
  void scrollsSidewaysInBoxesOnly(int width) {
    for (Path page : List.of(plain, hostile)) {
      browser.open(page, width, Scheme.LIGHT);
      assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
          .as("%s at %d pixels", page.getFileName(), width)
          .isLessThanOrEqualTo(width);
    }
  }

  @ParameterizedTest
  @EnumSource
  void axeFindsNothingSerious(Scheme scheme) {
    for (int width : new int[] {1300, 390}) {
      browser.open(plain, width, scheme);
      assertThat(browser.serious()).as("%d pixels", width).isEmpty();
    }
  }

  @Test
  void showsHostileNamesAsText() {
    browser.open(hostile, 1300, Scheme.LIGHT);
    assertThat(browser.script("return document.images.length")).isEqualTo(0L);
    assertThat(browser.script("return document.scripts.length")).isEqualTo(0L);
    assertThat(
            browser.script(
                "return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
                    + ".filter(a => a.name.startsWith('on')).length"))
        .isEqualTo(0L);
    assertThat(browser.script("return document.body.innerText").toString())
        .contains("</script></title><img src=x onerror=alert(1)>", "⟨U+202E⟩")
        .doesNotContain("\u202E", "x".repeat(1_000));
  }

  @Test
  void printsAsPages() {
    browser.open(plain, 1300, Scheme.LIGHT);
    Object data =
        browser.driver().executeCdpCommand("Page.printToPDF", Map.of()).getOrDefault("data", "");
    String pdf = new String(Base64.getDecoder().decode((String) data), StandardCharsets.ISO_8859_1);
    assertThat(pdf).startsWith("%PDF-");
    assertThat(pdf.split("/Type\\s*/Page\\b").length - 1).isBetween(1, 20);
  }
}

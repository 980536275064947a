package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.report.Browser.Scheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as a reader has it: in Chromium, with its script, its colours and narrow windows. */
class ReportInBrowserTest {

  private static Browser browser;
  private static Path small;
  private static Path hostile;
  private static Path large;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    Path folder = Files.createDirectories(Path.of("target", "reports")).toAbsolutePath();
    small = Files.writeString(folder.resolve("browser.html"), page(SampleRun.small()));
    hostile = Files.writeString(folder.resolve("browser-hostile.html"), page(SampleRun.hostile()));
    large = Files.writeString(folder.resolve("browser-large.html"), page(SampleRun.large(1_000)));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static String page(RunData data) {
    return new ReportWriter().render(data);
  }

  @Test
  void saysNothingOnTheConsoleAndAsksForNothing() {
    for (Path page : List.of(small, hostile)) {
      browser.open(page, 1300, Scheme.LIGHT);
      assertThat(browser.script("return document.querySelectorAll('.sort').length > 0"))
          .as("the script ran under the page's policy")
          .isEqualTo(true);
      assertThat(browser.console()).isEmpty();
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
    }
  }

  @Test
  void sortsByAHeaderWithTheKeyboard() {
    browser.open(small, 1300, Scheme.LIGHT);
    assertThat(layers()).startsWith("/conv4/Conv");
    WebElement head = browser.driver().findElement(By.xpath("//table[@class='ranking']//th[3]"));
    WebElement button = head.findElement(By.tagName("button"));
    button.sendKeys(Keys.ENTER);
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("ascending");
    assertThat(layers())
        .containsExactly("/fc/Gemm", "/conv4/Conv", "/conv3/Conv", "/conv2/Conv", "/conv1/Conv");
    button.sendKeys(Keys.SPACE);
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("descending");
    assertThat(layers()).startsWith("/conv1/Conv", "/conv2/Conv");
  }

  /** A column whose numbers are written with powers of ten. */
  @Test
  void sortsNumbersByTheirSize() {
    browser.open(small, 1300, Scheme.LIGHT);
    browser
        .driver()
        .findElement(By.xpath("//table[@class='ranking']//button[text()='Sensitivity']"))
        .click();
    assertThat(layers())
        .containsExactly("/conv4/Conv", "/conv3/Conv", "/conv2/Conv", "/conv1/Conv", "/fc/Gemm");
  }

  @Test
  void filtersByNameAndPrecision() {
    browser.open(small, 1300, Scheme.LIGHT);
    WebElement status = browser.driver().findElement(By.cssSelector(".filter [role=status]"));
    browser.driver().findElement(By.cssSelector(".filter input")).sendKeys("CONV");
    assertThat(layers()).hasSize(4);
    assertThat(status.getText()).isEqualTo("4 of 5");
    WebElement int8 = browser.driver().findElement(By.cssSelector(".filter button[value=INT8]"));
    int8.click();
    assertThat(layers()).containsExactly("/conv4/Conv", "/conv3/Conv", "/conv1/Conv");
    assertThat(int8.getDomAttribute("aria-pressed")).isEqualTo("true");
    int8.click();
    assertThat(layers()).hasSize(4);
  }

  @Test
  void staysSmallAndUsableWithAThousandLayers() throws Exception {
    assertThat(Files.size(large)).isLessThan(10_000_000);
    browser.open(large, 1300, Scheme.LIGHT);
    browser.driver().findElement(By.cssSelector(".filter input")).sendKeys("block.99");
    WebElement status = browser.driver().findElement(By.cssSelector(".filter [role=status]"));
    assertThat(status.getText()).isEqualTo("11 of 1000");
    assertThat((Long) browser.script("return document.querySelectorAll('*').length"))
        .as("elements, which a browser lays out in about a second")
        .isLessThan(60_000);
  }

  @Test
  void followsTheReadersColours() {
    browser.open(small, 1300, Scheme.LIGHT);
    Object light = browser.script("return getComputedStyle(document.body).backgroundColor");
    Object lightBars = colourOfTheFirstInt8Bar();
    browser.open(small, 1300, Scheme.DARK);
    assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(light);
    assertThat(colourOfTheFirstInt8Bar()).as("charts too").isNotEqualTo(lightBars);
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 390, 768})
  void scrollsSidewaysInBoxesOnly(int width) {
    for (Path page : List.of(small, hostile)) {
      browser.open(page, width, Scheme.LIGHT);
      assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
          .as("%s at %d pixels", page.getFileName(), width)
          .isLessThanOrEqualTo(width);
    }
  }

  @ParameterizedTest
  @EnumSource
  void axeFindsNothingSerious(Scheme scheme) {
    browser.open(small, 1300, scheme);
    browser.script("document.querySelectorAll('details').forEach(d => d.open = true); return 1");
    assertThat(browser.serious()).isEmpty();
    browser.open(small, 390, scheme);
    assertThat(browser.serious()).isEmpty();
  }

  @Test
  void showsHostileNamesAsText() {
    browser.open(hostile, 1300, Scheme.LIGHT);
    assertThat(browser.script("return document.images.length")).isEqualTo(0L);
    assertThat(browser.script("return document.scripts.length")).isEqualTo(1L);
    assertThat(
            browser.script(
                "return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
                    + ".filter(a => a.name.startsWith('on')).length"))
        .isEqualTo(0L);
    assertThat(browser.script("return document.body.innerText").toString())
        .contains("</script>", "<img src=x onerror=alert(1)>", "⟨U+202E⟩", "${7*7}")
        .doesNotContain("\u202E");
    assertThat(browser.driver().getTitle()).startsWith("</script></title");
    browser.driver().findElement(By.cssSelector(".filter input")).sendKeys("conv4");
    assertThat(layers()).as("the whole name is searched").hasSize(1);
  }

  @Test
  void printsWithEverythingUnfolded() {
    browser.open(small, 1300, Scheme.LIGHT);
    assertThat(browser.script("return document.querySelectorAll('details:not([open])').length"))
        .isNotEqualTo(0L);
    browser.script(
        "addEventListener('beforeprint', () => { window.folded ="
            + " document.querySelectorAll('details:not([open])').length; }); return 1");
    Object data =
        browser.driver().executeCdpCommand("Page.printToPDF", Map.of()).getOrDefault("data", "");
    String pdf = new String(Base64.getDecoder().decode((String) data), StandardCharsets.ISO_8859_1);
    assertThat(pdf).startsWith("%PDF-");
    assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(pdf).results().count())
        .isBetween(3L, 40L);
    assertThat(browser.script("return window.folded")).isEqualTo(0L);
    assertThat(browser.script("return document.querySelectorAll('details:not([open])').length"))
        .as("folded again")
        .isNotEqualTo(0L);
  }

  /** Names of the ranking's rows that are shown, in their order. */
  private static List<String> layers() {
    return browser.driver().findElements(By.cssSelector("table.ranking tbody tr")).stream()
        .filter(WebElement::isDisplayed)
        .map(row -> row.findElement(By.cssSelector(".name")).getText())
        .collect(Collectors.toList());
  }

  private static Object colourOfTheFirstInt8Bar() {
    return browser.script(
        "return getComputedStyle(document.querySelector('svg [fill^=\"var(--int8\"]')).fill");
  }
}

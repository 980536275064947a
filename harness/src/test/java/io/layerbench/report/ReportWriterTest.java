package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.layerbench.costs.LayerGain;
import io.layerbench.costs.LayerGains;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.run.EvaluationRow;
import io.layerbench.statistics.BlockedValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportWriterTest {

  private static final ReportWriter WRITER = new ReportWriter();

  @Test
  void saysThatItCannotDrawWithoutFonts() {
    ReportWriter blind =
        new ReportWriter(
            () -> {
              throw new NoClassDefFoundError("sun.font.FontManager");
            });
    assertThatExceptionOfType(ReportException.class)
        .isThrownBy(() -> blind.render(SampleRun.small()))
        .withMessageContaining("FontManager");
    assertThat(blind.render(SampleRun.empty())).as("nothing to draw").contains("</html>");
  }

  @Test
  void escapesHostileNames() throws Exception {
    String html = WRITER.render(SampleRun.hostile());
    keep("hostile.html", html);
    assertThat(html).doesNotContain("<img").doesNotContain("\u202E");
    assertThat(html.split("</script", -1)).as("the page's own script only").hasSize(2);
    assertThat(html).contains("&lt;img").contains("⟨U+202E⟩");
    assertThat(html).as("quotes in attributes").doesNotContainPattern("title=\"[^\"]*'");
    assertThat(html).contains("${7*7}");
  }

  @Test
  void shortensLongNamesAndKeepsThemInFull() {
    String html = withoutScript(WRITER.render(SampleRun.hostile()));
    assertThat(html).containsPattern("title=\"[^\"]{9000,}\"");
    assertThat(html).doesNotContainPattern(">[^<{}]{1500,}<");
  }

  @Test
  void aBackendThatCouldNotBeUsedIsGreyWithItsReason() {
    assertThat(WRITER.render(SampleRun.small()))
        .contains("<tr class=\"here\"><th scope=\"row\">cpu</th><td>available</td>")
        .contains(
            "<tr class=\"off\"><th scope=\"row\">cuda</th><td>unavailable: driver</td>"
                + "<td class=\"reason\">libcuda.so.1 not found</td>"
                + "<td class=\"reason\">Maybe: install a driver</td></tr>");
  }

  @Test
  void needsNothingFromOutside() {
    String html = WRITER.render(SampleRun.small());
    assertThat(html)
        .contains("default-src 'none'")
        .contains("<script>" + PageScript.load().text() + "</script>")
        .contains("script-src '" + PageScript.load().hash() + "'")
        .doesNotContain("<link");
    assertThat(html.replaceAll("http://www\\.w3\\.org/[^\"]*", ""))
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("@import");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG", "tr-TR"})
  void isTheSameInEveryLocaleAndTime(String tag) {
    String html = WRITER.render(SampleRun.small());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(new ReportWriter().render(SampleRun.small())).isEqualTo(html);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void hasEveryIdOnceAndEveryReference() {
    String html = WRITER.render(SampleRun.small());
    Set<String> ids = new HashSet<>();
    for (String id : all(html, "\\sid=\"([^\"]+)\"")) {
      assertThat(ids.add(id)).as(id).isTrue();
    }
    assertThat(all(html, "url\\(#([^)]+)\\)")).isNotEmpty().allMatch(ids::contains);
    for (String names : all(html, "aria-labelledby=\"([^\"]+)\"")) {
      assertThat(List.of(names.split(" "))).allMatch(ids::contains);
    }
  }

  @Test
  void drawsInColoursOfTheStyleSheetOnly() {
    String html = WRITER.render(SampleRun.small());
    assertThat(html)
        .contains("fill=\"var(--int8, #d55e00)\"")
        .contains("<svg")
        .contains("role=\"img\"");
    assertThat(all(html, "(?:fill|stroke)=\"(rgb\\([^\"]*|black|white)\"")).isEmpty();
  }

  @Test
  void showsWhatIsMissingAsMissing() throws Exception {
    String html = WRITER.render(SampleRun.bare());
    keep("bare.html", html);
    assertThat(withoutScript(html))
        .contains("--sensitivity none")
        .contains("No sensitivities were computed")
        .contains("No whole model was evaluated")
        .contains("not measured")
        .doesNotContain("NaN")
        .doesNotContain("null");
  }

  @Test
  void reportsARunThatHasNothingYet() {
    assertThat(WRITER.render(SampleRun.empty())).contains("Nothing.").contains("</html>");
  }

  @Test
  void showsTheWholeRun() throws Exception {
    String html = WRITER.render(SampleRun.small());
    keep("small.html", html);
    assertThat(withoutScript(html))
        .contains("full INT8 beats the mixed plan")
        .contains("Mixed plan, INT8 for 3 and FP16 for 1 of 5 layers: 1.4× faster, 1.7× smaller")
        .contains("−0.1 points (interval unknown)")
        .contains("/conv1/Conv", "2&nbsp;nodes", "/conv1/Conv/Relu")
        .contains("emulated")
        .contains("663 of 700")
        .contains("alone in INT8 has 12.3 dB")
        .contains("GlobalAveragePool")
        .contains("SIGSEGV (139)")
        .contains("libcuda.so.1 not found")
        .contains("--shape audio=1x1x8000")
        .contains("./jmh/a%20b%26c.json")
        .contains("tau 0.80 to 0.80", "the plan of up to 2 layers would be another")
        .doesNotContain("0.12<")
        .contains("same plan as Optimal, measured once")
        .contains("92.5 to 95.9%")
        .contains("0.2125", "−16.7%", "2780", "100%", "int8 24000", "int8 23000")
        .doesNotContain("null");
  }

  @Test
  void showsEnergiesOnlyWhereOneIsKnown() {
    assertThat(WRITER.render(SampleRun.small())).contains("Energy (mJ)", "7.25<", "drew meanwhile");
    assertThat(WRITER.render(SampleRun.bare())).doesNotContain("Energy (mJ)", "drew meanwhile");
  }

  @Test
  void showsWhatAddsUpInPlaceAndWhichLayersDisagree() {
    String html = WRITER.render(SampleRun.small());
    assertThat(html)
        .contains("Layers in place", "3.00 (+50.0%)", "+1.0%", "calls taken out (1)")
        .contains("alone it also converts layout or precision (Transpose)", "+100.0%")
        .doesNotContain("agrees");
  }

  @Test
  void showsWhatInt8GainsAndWhatEachBlockCosts() {
    String html = WRITER.render(SampleRun.small());
    assertThat(html)
        .contains("INT8 is shown to be faster on 1 of 3 layers and slower on 1.")
        .contains("The gains of 1 of the 3 pairs of layers differ (33%)", "within 6 turns")
        .contains("0.380 to 0.420", "not shown to differ from the row above")
        .contains("over 200 items. The most is lost by (block1) in INT8: 5.00 points.")
        .contains(
            "<strong>5.00</strong><small>1.50 to 8.25</small>", "all blocks", Numbers.whole(1234))
        .contains("block1.conv, block1.&lt;b>");
    assertThat(WRITER.render(SampleRun.bare()))
        .doesNotContain("What INT8 gains")
        .doesNotContain("block by block");
  }

  @Test
  void saysWhereTurnsAreTooFew() {
    LayerGain gain = new LayerGain("cpu", "a", 2, 1, new BlockedValues(List.of(1.0, 1.1)));
    assertThat(GainViews.of(new LayerGains(List.of(gain))).get(0).sentence())
        .contains("2 turns are too few", "it takes 6");
    LayerGain enough =
        new LayerGain("cpu", "a", 2, 1, new BlockedValues(List.of(1., 1., 1., 1., 1., 1.)));
    assertThat(GainViews.of(new LayerGains(List.of(enough))).get(0).sentence())
        .isEqualTo("INT8 is shown to be faster on 1 of 1 layers and slower on 0.");
  }

  @Test
  void saysHowMuchAnOrderDependsOnTheChoice() {
    assertThat(OrderLines.sentence(List.of())).isEmpty();
    OrderChoice none = new OrderChoice("cpu", OrderChoice.Kind.NORM, "relative", 0, null, null);
    assertThat(OrderLines.sentence(List.of(none))).contains("can be compared", "none of them");
    OrderChoice one = new OrderChoice("cpu", OrderChoice.Kind.SCORE, "paper", 2, -1.0, 1);
    assertThat(OrderLines.sentence(List.of(none, one)))
        .contains("−1.00 to −1.00", "the plan of 1 layer would be another");
    assertThat(OrderLines.of(List.of(none)).get(0).tau()).isEqualTo(LayerLines.NONE);
  }

  /** As runs of programs that found out nothing more. */
  @Test
  void leavesOutWhatNoRowKnows() {
    RunData data = SampleRun.small();
    List<EvaluationRow> fp32 = data.evaluation().subList(0, 1);
    assertThat(ResourceLines.of(fp32)).isEmpty();
    assertThat(ResourceLines.of(data.evaluation())).hasSize(3);
    assertThat(WRITER.render(SampleRun.bare())).doesNotContain("What they take and have");
  }

  @Test
  void limitsChartsOfLargeModelsAndSaysSo() throws Exception {
    String html = WRITER.render(SampleRun.large(300));
    keep("large.html", html);
    assertThat(html).contains("The chart shows the 120 slowest; the other 180 are in the table");
    assertThat(html).contains("/features/block.299/conv/Conv");
    assertThat(html.length()).isLessThan(4_000_000);
  }

  /** The page without our own script, whose words are no numbers. */
  private static String withoutScript(String html) {
    return html.replace(PageScript.load().text(), "");
  }

  private static List<String> all(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().map(result -> result.group(1)).toList();
  }

  /** Keeps a page to look at. */
  private static void keep(String name, String html) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "reports"));
    Files.writeString(folder.resolve(name), html);
  }
}

package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * After a change that is meant, run with {@code -Dlayerbench.updateGolden=true} and look at the
 * difference.
 */
class ReportFormatTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "golden");

  /** A line of a sample: name, labels with what OpenMetrics lets stand unescaped, number. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)\\{((?:[a-z0-9_]+=\"[^\"\\\\\\n]*+(?:\\\\[\\\\n\"][^\"\\\\\\n]*+)*+\",?)+)\\}"
              + " -?\\d+(\\.\\d+)?(E-?\\d+)?");

  @ParameterizedTest
  @EnumSource(names = {"MARKDOWN", "CSV", "JSON", "OPENMETRICS"})
  void isAsItWas(ReportFormat format) throws IOException {
    Path golden = GOLDEN.resolve("report." + format.name().toLowerCase(Locale.ROOT) + ".txt");
    String text = format.text(SampleRun.small());
    if (Boolean.getBoolean("layerbench.updateGolden")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text.replace("\r\n", "\n"))
        .isEqualTo(Files.readString(golden).replace("\r\n", "\n"));
  }

  @ParameterizedTest
  @EnumSource(names = "HTML", mode = EnumSource.Mode.EXCLUDE)
  void bearsARunWithoutAnything(ReportFormat format) {
    assertThat(format.text(SampleRun.empty())).isNotEmpty().doesNotContain("NaN", "Infinity");
    assertThat(format.text(SampleRun.bare())).isNotEmpty().doesNotContain("NaN", "Infinity");
  }

  @Test
  void jsonHasTypedValuesAndNulls() {
    JsonNode small = Json.tree(ReportFormat.JSON.text(SampleRun.small()), "small");
    assertThat(small.get("layers")).hasSize(5);
    JsonNode first = small.get("layers").get(0);
    assertThat(first.get("rank").isInt()).isTrue();
    assertThat(first.get("times").get("FP32").get("median_ms").isDouble()).isTrue();
    JsonNode bare = Json.tree(ReportFormat.JSON.text(SampleRun.bare()), "bare");
    assertThat(bare.get("layers").get(0).get("score").isNull()).isTrue();
  }

  /** The exposition format's rules that a careless writer breaks. */
  @Test
  void openMetricsFollowsTheFormat() {
    for (RunData data : List.of(SampleRun.small(), SampleRun.hostile(), SampleRun.bare())) {
      String text = ReportFormat.OPENMETRICS.text(data);
      assertThat(text).endsWith("\n# EOF\n");
      List<String> lines = List.of(text.split("\n", -1));
      Set<String> seen = new HashSet<>();
      String family = "";
      for (String line : lines.subList(0, lines.size() - 2)) {
        if (line.startsWith("# TYPE ")) {
          family = line.split(" ", -1)[2];
          assertThat(seen.add(family)).as("one block per family: %s", family).isTrue();
        } else if (line.startsWith("#")) {
          assertThat(line).matches("# (UNIT|HELP) " + family + " .+");
          if (line.startsWith("# UNIT")) {
            assertThat(family).as("the unit ends the name").endsWith("_" + line.split(" ", -1)[3]);
          }
        } else {
          Matcher sample = SAMPLE.matcher(line);
          assertThat(sample.matches()).as(line).isTrue();
          assertThat(sample.group(1)).isIn(family, family + "_info");
          assertThat(seen.add(sample.group(1) + sample.group(2))).as("once: %s", line).isTrue();
        }
      }
    }
  }

  @Test
  void openMetricsGivesTheirOwnUnits() {
    String text = ReportFormat.OPENMETRICS.text(SampleRun.small());
    assertThat(text)
        .contains("layerbench_model_latency_seconds{model=\"m5.onnx\"")
        .contains("method=\"FP32 Baseline\"} 6.9E-4")
        .contains("method=\"INT8 Full PTQ\"} 34000.0")
        .contains("precision=\"fp16\",emulated=\"true\"}");
    assertThat(ReportFormat.OPENMETRICS.text(SampleRun.bare()))
        .as("no sample of what was not measured")
        .doesNotContain("sensitivity")
        .doesNotContain("accuracy");
  }

  @Test
  void markdownShowsHostileNamesAsText() {
    String text = ReportFormat.MARKDOWN.text(SampleRun.hostile());
    assertThat(text).doesNotContain("<img", "\u202E").contains("&lt;/script&gt;");
    assertThat(MarkdownReport.escaped("a|b`c*[x](http://y) @me"))
        .isEqualTo("a\\|b\\`c\\*\\[x\\](http&#58;//y) &#64;me");
  }
}

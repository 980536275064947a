package io.layerbench.report;

import io.layerbench.report.ReportView.EvaluationLine;
import io.layerbench.report.ReportView.Notice;
import io.layerbench.run.RunRecord;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a run as Markdown (CommonMark with GitHub's tables). */
final class MarkdownReport {

  private static final String SPECIAL = "\\`*_[]#|~$";

  private MarkdownReport() {}

  static String text(RunData data) {
    RunRecord run = data.record();
    StringBuilder text = new StringBuilder();
    text.append("# ").append(escaped(Name.of(run.modelName()).shown())).append("\n\n");
    text.append(escaped(run.device().id()))
        .append(" · ")
        .append(escaped(run.startedUtc()))
        .append("\n\n");
    Headlines.of(data.evaluation())
        .forEach(line -> text.append("**").append(escaped(line)).append("**\n\n"));
    text.append(escaped(data.verdict())).append('\n');
    addWarnings(text, Notices.of(data, Measured.of(data)));
    addEvaluation(text, EvaluationLines.of(data.evaluation()));
    addLayers(text, data);
    return text.toString();
  }

  private static void addWarnings(StringBuilder text, List<Notice> notices) {
    if (!notices.isEmpty()) {
      text.append("\n## Warnings\n\n");
    }
    for (Notice notice : notices) {
      text.append("- ").append(escaped(notice.text()));
      if (notice.remedy() != null) {
        text.append(" Maybe: ").append(escaped(notice.remedy()));
      }
      text.append('\n');
    }
  }

  private static void addEvaluation(StringBuilder text, List<EvaluationLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.append("\n## Whole models\n\n");
    header(
        text,
        List.of("Method", "Backend"),
        List.of("Accuracy", "Latency (ms)", "Speed", "Size (MB)"));
    for (EvaluationLine line : lines) {
      row(
          text,
          List.of(
              line.method(),
              line.backend(),
              with(line.accuracy(), line.accuracyInterval()),
              with(line.latency(), line.interval()),
              line.speed(),
              line.size()));
    }
  }

  private static void addLayers(StringBuilder text, RunData data) {
    List<LayerResult> layers = LayerResult.of(data);
    if (layers.isEmpty()) {
      return;
    }
    text.append("\n## Layers\n\n");
    List<String> numbers = new ArrayList<>();
    data.record().options().precisions().forEach(one -> numbers.add(one.name() + " (ms)"));
    numbers.addAll(List.of("Sensitivity", "Score"));
    header(text, List.of("Rank", "Layer", "Backend", "Precision"), numbers);
    for (LayerResult layer : layers) {
      List<String> cells = new ArrayList<>();
      cells.add(layer.rank() == null ? LayerLines.NONE : layer.rank().toString());
      cells.add(Name.of(layer.layer()).shown());
      cells.add(layer.backend());
      cells.add(layer.precision() == null ? LayerLines.NONE : layer.precision().name());
      layer.times().values().forEach(time -> cells.add(time(time)));
      cells.add(number(layer.sensitivity()));
      cells.add(number(layer.score()));
      row(text, cells);
    }
  }

  private static String time(LayerResult.Time time) {
    if (time.medianMs() == null) {
      return LayerLines.NONE;
    }
    String interval =
        time.lowMs() == null || time.highMs() == null
            ? ""
            : Numbers.range(new Interval(time.lowMs(), time.highMs()));
    return with(Numbers.significant(time.medianMs()), interval)
        + (time.emulated() == null ? "" : ", emulated");
  }

  private static String number(@Nullable Double value) {
    return value == null ? LayerLines.NONE : Numbers.significant(value);
  }

  private static String with(String value, String interval) {
    return interval.isEmpty() ? value : value + " (" + interval + ")";
  }

  private static void header(StringBuilder text, List<String> words, List<String> numbers) {
    List<String> all = new ArrayList<>(words);
    all.addAll(numbers);
    row(text, all);
    text.append("|")
        .append(" --- |".repeat(words.size()))
        .append(" ---: |".repeat(numbers.size()))
        .append('\n');
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append(
        cells.stream()
            .map(MarkdownReport::escaped)
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Shown as it is: neither Markdown nor HTML takes a character of it for its own. */
  static String escaped(String raw) {
    StringBuilder text = new StringBuilder();
    for (char c : Name.visible(raw).toCharArray()) {
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        // Neither addresses nor mentions become links.
        case '@' -> text.append("&#64;");
        case ':' -> text.append(raw.contains("//") || raw.contains("www.") ? "&#58;" : ":");
        default -> text.append(SPECIAL.indexOf(c) < 0 ? "" : "\\").append(c);
      }
    }
    return text.toString();
  }
}

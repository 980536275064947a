package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run as gauges in OpenMetrics' text format 1.0, for a file that monitoring collects. What
 * was not measured has no sample.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
final class OpenMetrics {

  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> run;

  private OpenMetrics(RunRecord record) {
    run = labels("model", record.modelName(), "device", record.device().id());
  }

  static String text(RunData data) {
    OpenMetrics metrics = new OpenMetrics(data.record());
    metrics.addRun(data.record());
    metrics.addModels(data.evaluation());
    metrics.addLayers(LayerResult.of(data));
    return metrics.text.append("# EOF\n").toString();
  }

  private record Sample(Map<String, String> labels, @Nullable Double value) {}

  private record Timed(
      Map<String, String> labels,
      @Nullable Double ms,
      @Nullable Double lowMs,
      @Nullable Double highMs) {}

  private void addRun(RunRecord record) {
    text.append("# TYPE layerbench_run info\n# HELP layerbench_run What was measured.\n");
    line(
        "layerbench_run_info",
        labels(
            "tool",
            record.tool(),
            "model_sha256",
            record.modelSha256(),
            "ended",
            record.termination().name()),
        1);
    gauge(
        "layerbench_run_started_seconds",
        "seconds",
        "When the run started, since 1970.",
        List.of(
            new Sample(Map.of(), (double) Instant.parse(record.startedUtc()).getEpochSecond())));
  }

  private void addModels(List<EvaluationRow> rows) {
    List<Timed> latencies = new ArrayList<>();
    List<Sample> accuracies = new ArrayList<>();
    List<Sample> sizes = new ArrayList<>();
    for (EvaluationRow row : rows) {
      Map<String, String> method = labels("backend", row.backend(), "method", row.method());
      latencies.add(new Timed(method, row.latencyMs(), row.latencyLowMs(), row.latencyHighMs()));
      Double accuracy = row.accuracyPercent();
      accuracies.add(new Sample(method, accuracy == null ? null : (Double) (accuracy / 100)));
      sizes.add(new Sample(method, row.sizeMb() * 1e6));
    }
    latencies("layerbench_model_latency", "Latency of a whole model", latencies);
    gauge("layerbench_model_accuracy_ratio", "ratio", "Right answers over items.", accuracies);
    gauge("layerbench_model_size_bytes", "bytes", "Size of the model file.", sizes);
  }

  private void addLayers(List<LayerResult> layers) {
    List<Timed> latencies = new ArrayList<>();
    List<Sample> sensitivities = new ArrayList<>();
    for (LayerResult layer : layers) {
      Map<String, String> own = labels("backend", layer.backend(), "layer", layer.layer());
      layer.times().forEach((precision, time) -> latencies.add(timed(own, precision, time)));
      sensitivities.add(new Sample(own, layer.sensitivity()));
    }
    latencies("layerbench_layer_latency", "Latency of a layer alone", latencies);
    gauge(
        "layerbench_layer_sensitivity",
        null,
        "S_i at INT8: mean norm of the output's error over parameters.",
        sensitivities);
  }

  private static Timed timed(
      Map<String, String> layer, Precision precision, LayerResult.Time time) {
    Map<String, String> labels = new LinkedHashMap<>(layer);
    labels.put("precision", precision.id());
    labels.put("emulated", Boolean.toString(time.emulated() != null));
    return new Timed(labels, time.medianMs(), time.lowMs(), time.highMs());
  }

  /** Three gauges, so that a sum over one of them means something. */
  private void latencies(String name, String help, List<Timed> all) {
    gauge(
        name + "_seconds",
        "seconds",
        help + ": the median of its forks' medians.",
        all.stream().map(one -> seconds(one.labels(), one.ms())).toList());
    gauge(
        name + "_low_seconds",
        "seconds",
        help + ": the lower end of its interval.",
        all.stream().map(one -> seconds(one.labels(), one.lowMs())).toList());
    gauge(
        name + "_high_seconds",
        "seconds",
        help + ": the upper end of its interval.",
        all.stream().map(one -> seconds(one.labels(), one.highMs())).toList());
  }

  private static Sample seconds(Map<String, String> labels, @Nullable Double ms) {
    return new Sample(labels, ms == null ? null : (Double) (ms / 1e3));
  }

  private void gauge(String name, @Nullable String unit, String help, List<Sample> samples) {
    if (samples.stream().allMatch(sample -> sample.value() == null)) {
      return;
    }
    text.append("# TYPE ").append(name).append(" gauge\n");
    if (unit != null) {
      text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    }
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    for (Sample sample : samples) {
      if (sample.value() != null) {
        line(name, sample.labels(), sample.value());
      }
    }
  }

  private void line(String name, Map<String, String> labels, double value) {
    Map<String, String> all = new LinkedHashMap<>(run);
    all.putAll(labels);
    text.append(name)
        .append(
            all.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "} ")))
        .append(value)
        .append('\n');
  }

  private static Map<String, String> labels(String... pairs) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }
}

package io.layerbench.query;

import static io.layerbench.query.Column.integer;
import static io.layerbench.query.Column.real;
import static io.layerbench.query.Column.text;

import io.layerbench.base.Fact;
import io.layerbench.base.Precision;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row per run: what was measured, where and how. */
record RunsTable(List<NamedRun> runs) implements RunTable {

  private static final List<Column> COLUMNS =
      List.of(
          text("run"),
          text("device"),
          text("cpu"),
          text("model"),
          text("model_sha256"),
          text("dataset"),
          text("backends"),
          text("precisions"),
          integer("iterations"),
          integer("warmup"),
          integer("forks"),
          integer("threads"),
          integer("batch"),
          text("calibration"),
          text("policy"),
          text("score"),
          integer("seed"),
          text("label"),
          text("tool"),
          text("git"),
          text("governor"),
          real("cpu_pressure_percent"),
          integer("layers"),
          integer("warnings"),
          text("started_utc"),
          text("finished_utc"),
          text("termination"));

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public void rows(Sink sink) {
    runs.forEach(run -> sink.row(row(run)));
  }

  private static List<@Nullable Object> row(NamedRun run) {
    var record = run.record();
    var options = record.options();
    return run.row(
        record.device().id(),
        record.device().cpu().modelName().value(),
        record.modelName(),
        record.modelSha256(),
        record.datasetName(),
        String.join(",", options.backends()),
        options.precisions().stream().map(Precision::id).collect(Collectors.joining(",")),
        (long) options.iterations(),
        (long) options.warmup(),
        (long) options.forks(),
        (long) options.threads(),
        (long) options.batch(),
        options.quantization().calibration().id(),
        options.planning().policy(),
        options.planning().score().name(),
        options.seed(),
        options.label(),
        record.tool(),
        record.git(),
        record.conditions().governor().value(),
        number(record.conditions().cpuPressurePercent()),
        (long) record.layers().size(),
        (long) record.warnings().size(),
        record.startedUtc(),
        record.finishedUtc(),
        record.termination().name());
  }

  private static @Nullable Double number(Fact fact) {
    String value = fact.value();
    return value != null && value.matches("\\d+(\\.\\d+)?")
        ? (Double) Double.parseDouble(value)
        : null;
  }
}

package io.layerbench.query;

import static io.layerbench.query.Column.integer;
import static io.layerbench.query.Column.real;
import static io.layerbench.query.Column.text;

import io.layerbench.device.EnergyUse;
import io.layerbench.run.MemoryUse;
import io.layerbench.run.ProcessUse;
import io.layerbench.run.Timing;
import io.layerbench.statistics.Summary;
import io.layerbench.suite.RunLoader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row per fork of timings.jsonl, failed ones with their reason. */
record TimingsTable(List<NamedRun> runs) implements RunTable {

  private static final double NANOS_PER_MILLI = 1e6;

  private static final List<Column> COLUMNS =
      List.of(
          text("run"),
          integer("sequence"),
          text("case_id"),
          text("kind"),
          text("subject"),
          text("backend"),
          text("variant"),
          integer("fork"),
          integer("attempt"),
          integer("samples"),
          integer("repeats"),
          real("mean_ms"),
          real("median_ms"),
          real("p10_ms"),
          real("p90_ms"),
          text("emulated"),
          real("cpu_pressure_percent"),
          real("sampled_wait_percent"),
          integer("session_bytes"),
          integer("peak_bytes"),
          real("cpu_percent"),
          real("mj_per_call"),
          text("failure"));

  @Override
  public String name() {
    return "timings";
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public void rows(Sink sink) {
    for (NamedRun run : runs) {
      RunLoader.journal(run.folder()).forEach(timing -> sink.row(row(run, timing)));
    }
  }

  private static List<@Nullable Object> row(NamedRun run, Timing timing) {
    Summary calls = timing.succeeded() ? Summary.of(timing.callsNanos()) : null;
    MemoryUse memory = timing.memory();
    ProcessUse process = timing.process();
    EnergyUse energy = process == null ? null : process.energy();
    return run.row(
        (long) timing.sequence(),
        timing.caseId(),
        timing.kind().name(),
        timing.subject(),
        timing.backend(),
        timing.variant(),
        (long) timing.fork(),
        (long) timing.attempt(),
        (long) timing.samplesNanos().size(),
        (long) timing.repeats(),
        calls == null ? null : calls.mean() / NANOS_PER_MILLI,
        calls == null ? null : calls.median() / NANOS_PER_MILLI,
        calls == null ? null : calls.p10() / NANOS_PER_MILLI,
        calls == null ? null : calls.p90() / NANOS_PER_MILLI,
        timing.emulated(),
        timing.cpuPressure(),
        timing.sampledWaitPercent(),
        memory == null ? null : memory.sessionBytes(),
        process == null ? null : process.peakBytes(),
        process == null ? null : process.cpuPercent(),
        energy == null ? null : energy.mjPerCall(),
        timing.failure());
  }
}

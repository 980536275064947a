package io.layerbench.query;

import static io.layerbench.query.Column.integer;
import static io.layerbench.query.Column.real;
import static io.layerbench.query.Column.text;

import io.layerbench.run.Timing;
import io.layerbench.suite.RunLoader;
import java.util.List;

/** A row per sample; {@code run} and {@code sequence} join it to the table of timings. */
record SamplesTable(List<NamedRun> runs) implements RunTable {

  private static final double NANOS_PER_MILLI = 1e6;

  private static final List<Column> COLUMNS =
      List.of(text("run"), integer("sequence"), integer("iteration"), real("call_ms"));

  @Override
  public String name() {
    return "samples";
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public void rows(Sink sink) {
    for (NamedRun run : runs) {
      for (Timing timing : RunLoader.journal(run.folder())) {
        double[] calls = timing.callsNanos();
        for (int i = 0; i < calls.length; i++) {
          sink.row(run.row((long) timing.sequence(), (long) i, calls[i] / NANOS_PER_MILLI));
        }
      }
    }
  }
}

package io.layerbench.suite;

import io.layerbench.backend.Backends;
import io.layerbench.base.Precision;
import io.layerbench.dataset.Dataset;
import io.layerbench.onnx.Layer;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Treatment;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.Blocks;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.sensitivity.Unit;
import io.layerbench.sensitivity.UnitKind;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures what each block costs in accuracy when it alone is in INT8: blocks.csv. By name scope,
 * where there are labels, on as many of the evaluated items as fit into a minute; the command
 * {@code sensitivity --blocks --model-output} does the same without a limit, with other precisions
 * and other blocks, and a run takes the table from its file.
 */
final class BlockStation {

  static final String FILE = "blocks.csv";

  private static final double LIMIT_SECONDS = 60;

  /** Items that tell how long one takes. */
  private static final int PROBE = 4;

  /** With fewer a table would say next to nothing. */
  private static final int LEAST_ITEMS = 20;

  private final RunStart start;
  private final Console console;
  private final Ranges.Calibrated ranges;
  private final String backend;

  BlockStation(RunStart start, Console console, Ranges ranges) {
    this.start = start;
    this.console = console;
    this.backend = start.job().options().backends().get(0);
    this.ranges = ranges.of(backend);
  }

  /**
   * Writes the table unless it is there, or there is nothing to say.
   *
   * @param sensitivity the run's, which may have been imported with blocks; null for none
   */
  void run(@Nullable SensitivityTable sensitivity) {
    if (sensitivity == null || Files.exists(start.folder().file(FILE))) {
      return;
    }
    BlockTable table =
        BlockTable.of(sensitivity, Blocks.named(layers(), blocks(sensitivity)), layers());
    if (table.rows().isEmpty()) {
      table = measured(Blocks.byScope(layers()));
    }
    if (!table.rows().isEmpty()) {
      start.folder().write(FILE, table.text());
      BlockText.lines(table).forEach(console::line);
    }
  }

  private static List<String> blocks(SensitivityTable table) {
    return table.rows().stream()
        .filter(row -> row.kind() == UnitKind.BLOCK)
        .map(row -> row.unit())
        .distinct()
        .toList();
  }

  private BlockTable measured(Map<String, List<String>> blocks) {
    Dataset dataset = start.job().dataset();
    List<SweepCase> cases = dataset == null ? List.of() : cases(blocks);
    if (dataset == null || cases.isEmpty()) {
      return BlockTable.EMPTY;
    }
    Integer wanted = start.job().options().evaluate();
    int all = dataset.evaluate().size();
    int items = wanted == null ? all : Math.min(wanted, all);
    int probe = Math.min(PROBE, items);
    long begin = System.nanoTime();
    List<PartialSensitivity> probed = sums(cases, probe, Progress.NONE);
    if (probed.stream().allMatch(one -> labelled(one) == 0)) {
      return BlockTable.EMPTY;
    }
    double seconds = (System.nanoTime() - begin) / 1e9 / probe;
    int fitting = (int) Math.min(items, LIMIT_SECONDS / seconds);
    if (fitting < Math.min(LEAST_ITEMS, items)) {
      console.line(
          String.format(
              Locale.ROOT,
              "Blocks: an item takes %.1f s, so that a minute is too short for a table; `sensitivity --blocks --model-output` makes one.",
              seconds));
      return BlockTable.EMPTY;
    }
    try (ProgressLine progress = new ProgressLine(console, "Blocks")) {
      List<PartialSensitivity> sums = sums(cases, fitting, progress);
      return BlockTable.of(
          Sweeps.table(start.record().modelSha256(), scheme().digest(), cases, sums),
          blocks,
          layers());
    }
  }

  private static int labelled(PartialSensitivity one) {
    return one.predictions() == null ? 0 : one.predictions().labelled();
  }

  private List<SweepCase> cases(Map<String, List<String>> blocks) {
    List<Unit> units = new ArrayList<>();
    blocks.forEach((name, layers) -> units.add(new Unit(name, UnitKind.BLOCK, layers)));
    if (units.isEmpty()) {
      return List.of();
    }
    units.add(new Unit(Unit.MODEL, UnitKind.MODEL, layers()));
    return Sweeps.cases(start.workspace(), Backends.named(backend), ranges, layers())
        .of(units, EnumSet.of(Mode.ONLY), List.of(Treatment.of(Precision.INT8)));
  }

  /** The sums over some of the evaluated items, chosen by the seed: more items hold fewer. */
  private List<PartialSensitivity> sums(List<SweepCase> cases, int items, Progress progress) {
    return start
        .worker()
        .sensitivity(
            new Tasks.Sensitivity(
                start.workspace().preparedFile().toString(),
                start.workspace().arrived().path(),
                null,
                "cpu",
                start.job().source(),
                new Tasks.Shard(true, items, 0, items),
                scheme(),
                ranges.ranges(),
                cases,
                true),
            progress);
  }

  private List<String> layers() {
    return start.selectedLayers().stream().filter(Layer::isRanked).map(Layer::name).toList();
  }

  private Scheme scheme() {
    return Objects.requireNonNull(start.record().schemes().get(backend));
  }
}

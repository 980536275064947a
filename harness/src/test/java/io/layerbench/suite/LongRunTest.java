package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.check.CheckResult;
import io.layerbench.check.RunCheck;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestGraph;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of many cases, of which nothing but the forks is left out; {@code -Dlayerbench.layers}
 * makes it longer. It says what it took.
 */
class LongRunTest {

  private static final int USUAL = 60;
  private static final int SAMPLES = 100;

  /** A fork's samples, its names, and the rest of its line. */
  private static final long MOST_BYTES_PER_FORK = 6_000;

  private final Path folder;

  LongRunTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theParentHoldsLittleAndOpensTheJournalQuickly() throws Exception {
    int layers = Integer.getInteger("layerbench.layers", USUAL);
    StageWatch watch = new StageWatch("Layers");
    InstantRun run =
        new InstantRun(
            folder.resolve("chain.onnx"),
            chain(layers),
            InstantRun.options(1, SAMPLES),
            new RememberingWorker(),
            watch);
    long start = System.nanoTime();
    run.begin(folder.resolve("results"));
    double seconds = (System.nanoTime() - start) / 1e9;

    RunFolder finished = InstantRun.only(folder.resolve("results"));
    long before = System.nanoTime();
    List<Timing> journal = finished.journal().read();
    double reading = (System.nanoTime() - before) / 1e9;

    assertThat(journal.size()).isGreaterThanOrEqualTo(run.timed().size());
    assertThat(RunCheck.of(finished)).allMatch(CheckResult::passed);
    assertThat(watch.bytesPerFork()).isLessThan(MOST_BYTES_PER_FORK);
    System.out.printf(
        "A run of %d layers, %d forks with %d samples each: %.0f s; live memory grew from %.1f MB"
            + " after a tenth of the layers' forks to %.1f MB after all; after a tenth the time"
            + " left was foretold %+.0f%% wrong; its journal is read in %.1f s%n",
        layers,
        journal.size(),
        SAMPLES,
        seconds,
        watch.firstBytes() / 1e6,
        watch.lastBytes() / 1e6,
        watch.errorPercent(),
        reading);
  }

  private static OnnxModel chain(int layers) {
    TestGraph graph = new TestGraph("chain", 13).input("t0", 1, 8);
    for (int i = 0; i < layers; i++) {
      graph.weights("w" + i, 8, 8).node("MatMul", "dense" + i, "t" + i + " w" + i, "t" + (i + 1));
    }
    return graph.output("t" + layers).model();
  }
}

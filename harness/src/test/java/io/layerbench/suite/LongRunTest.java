package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Precision;
import io.layerbench.check.CheckResult;
import io.layerbench.check.RunCheck;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestGraph;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of many cases, of which nothing but the forks is left out, broken off behind its layers and
 * taken up again; {@code -Dlayerbench.layers} and {@code -Dlayerbench.forks} make it longer, {@code
 * -Dlayerbench.precisions} takes others and {@code -Dlayerbench.sensitivity=none} computes none. It
 * says what it took.
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
    int forks = Integer.getInteger("layerbench.forks", 1);
    StageWatch watch = new StageWatch("Layers", "Whole models");
    InstantRun run =
        new InstantRun(
            folder.resolve("chain.onnx"),
            chain(layers),
            InstantRun.options(
                forks, SAMPLES, precisions(), System.getProperty("layerbench.sensitivity")),
            new RememberingWorker(),
            watch);
    long start = System.nanoTime();
    assertThatThrownBy(() -> run.begin(folder.resolve("results")))
        .isInstanceOf(StageWatch.Broken.class);
    RunFolder broken = InstantRun.only(folder.resolve("results"));
    int before = broken.journal().read().size();
    long again = System.nanoTime();
    run.resume(broken);
    long end = System.nanoTime();

    List<Timing> journal = broken.journal().read();
    double reading = (System.nanoTime() - end) / 1e9;
    double unbroken = (again - start) / 1e9;
    double resuming = (watch.taken() - again) / 1e9;
    assertThat(before).isGreaterThanOrEqualTo(2 * layers * forks);
    assertThat(journal.size()).isEqualTo(run.timed().size());
    assertThat(RunCheck.of(broken)).allMatch(CheckResult::passed);
    assertThat(watch.bytesPerFork()).isLessThan(MOST_BYTES_PER_FORK);
    assertThat(resuming).as("to the next fork, of as much as until the break").isLessThan(unbroken);
    assertThat(reading).as("the journal, of as much as writing it").isLessThan(unbroken);
    System.out.printf(
        "A run of %d layers, %d forks with %d samples each: %.0f s; live memory grew from %.1f MB"
            + " after a tenth of the layers' forks to %.1f MB after all; after a tenth the time"
            + " left was foretold %+.0f%% wrong; broken off after %d forks and taken up again, its"
            + " next fork began after %.1f s; its journal is read in %.1f s%n",
        layers,
        journal.size(),
        SAMPLES,
        (end - start) / 1e9,
        watch.firstBytes() / 1e6,
        watch.lastBytes() / 1e6,
        watch.errorPercent(),
        before,
        resuming,
        reading);
  }

  private static List<Precision> precisions() {
    String names = System.getProperty("layerbench.precisions", "fp32,int8");
    return Arrays.stream(names.split(",", -1)).map(Precision::parse).toList();
  }

  private static OnnxModel chain(int layers) {
    TestGraph graph = new TestGraph("chain", 13).input("t0", 1, 8);
    for (int i = 0; i < layers; i++) {
      graph.weights("w" + i, 8, 8).node("MatMul", "dense" + i, "t" + i + " w" + i, "t" + (i + 1));
    }
    return graph.output("t" + layers).model();
  }
}

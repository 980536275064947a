package io.layerbench.suite;

import io.layerbench.base.Fact;
import io.layerbench.device.Contention;
import io.layerbench.device.ContentionSample;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Surroundings;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one fork, watches the machine meanwhile, and journals what came out. */
final class ForkRunner {

  private final RunFolder folder;
  private final TimingStation.Tools tools;
  private final Function<BenchmarkCase, Path> caseFile;
  private final List<Timing> journal;

  /**
   * @param caseFile makes the files of a case that is no sentinel
   */
  ForkRunner(RunFolder folder, TimingStation.Tools tools, Function<BenchmarkCase, Path> caseFile)
      throws IOException {
    this.folder = folder;
    this.tools = tools;
    this.caseFile = caseFile;
    this.journal = new ArrayList<>(folder.journal().read());
  }

  /** All lines of the journal, in order. */
  List<Timing> journal() {
    return Collections.unmodifiableList(journal);
  }

  /** The backend that sentinels run on. */
  String sentinelBackend() {
    return tools.sentinel().backend();
  }

  /** Runs a fork next in the order; its own place does not matter. */
  Timing run(PlannedFork fork) throws InterruptedException, IOException {
    int place = journal.isEmpty() ? 0 : journal.get(journal.size() - 1).sequence() + 1;
    ContentionSample before = tools.probe().get();
    Timing timing = observed(time(fork.at(place)), before, tools.probe().get());
    folder.journal().append(timing);
    journal.add(timing);
    return timing;
  }

  private Timing time(PlannedFork fork) throws InterruptedException, IOException {
    BenchmarkCase one = fork.benchmarkCase();
    try {
      Path file = one.kind() == CaseKind.SENTINEL ? tools.sentinel().file() : caseFile.apply(one);
      return tools.timer().time(fork, file, folder);
    } catch (NoExpectedOutputException e) {
      return Timing.failed(fork, e.reason(), null);
    }
  }

  private static Timing observed(Timing timing, ContentionSample before, ContentionSample after) {
    Contention seen = Contention.between(before, after);
    return timing.observed(
        number(seen.pressurePercent()),
        new Surroundings(
            (after.nanoTime() - before.nanoTime()) / 1_000_000,
            number(seen.stealPercent()),
            number(seen.megahertzBefore()),
            number(seen.megahertzAfter())));
  }

  private static @Nullable Double number(Fact fact) {
    String value = fact.value();
    return value == null ? null : Double.valueOf(value);
  }
}

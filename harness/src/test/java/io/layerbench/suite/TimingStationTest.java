package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Fact;
import io.layerbench.device.ContentionSample;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.CountedForks;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.RoundsMade;
import io.layerbench.run.RoundsMade.Stop;
import io.layerbench.run.RunFolder;
import io.layerbench.run.SampleTimings;
import io.layerbench.run.Sentinels;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds, sentinels, second attempts and resuming, with forks that take a second each. */
class TimingStationTest {

  private static final int FORKS = 3;
  private static final long SEED = 5;
  private static final Fact UNKNOWN = Fact.unknown("a test");
  private static final int NEVER = Integer.MAX_VALUE;

  private final List<BenchmarkCase> cases =
      IntStream.range(0, 10).mapToObj(i -> SampleTimings.layerCase("l" + i)).toList();

  private final LayerStability stability =
      new LayerStability(List.of("cpu"), cases.stream().map(BenchmarkCase::subject).toList());

  private final Path results;
  private long now;
  private int forksLeft = NEVER;

  /** Layer i takes i + 1 µs. */
  private ToDoubleFunction<PlannedFork> nanos =
      fork -> 1000.0 * (1 + cases.indexOf(fork.benchmarkCase()));

  private ToDoubleFunction<PlannedFork> wait = fork -> 0;

  TimingStationTest(@TempDir Path results) {
    this.results = results;
  }

  private RunFolder folder(String name) {
    return RunFolder.create(results, "device", "model", name);
  }

  private RoundsMade run(RunFolder folder, RoundRule rule)
      throws InterruptedException, IOException {
    return run(folder, rule, new SilentConsole());
  }

  private RoundsMade run(RunFolder folder, RoundRule rule, Console console)
      throws InterruptedException, IOException {
    SentinelCase sentinel = new SentinelCase(folder.work(), 1, "cpu");
    TimingStation.Tools tools = new TimingStation.Tools(this::time, this::probe, sentinel);
    return new TimingStation(folder, tools, console)
        .run("Layers", cases, rule, one -> Path.of(one.id()));
  }

  private Timing time(PlannedFork fork, Path caseFile, RunFolder folder)
      throws InterruptedException {
    if (forksLeft-- == 0) {
      throw new InterruptedException();
    }
    now += TimeUnit.SECONDS.toNanos(1);
    boolean sentinel = fork.benchmarkCase().kind() == CaseKind.SENTINEL;
    assertThat(caseFile.toString()).contains(sentinel ? "sentinel.case" : "/layer/");
    return sentinel
        ? SampleTimings.waiting(fork, 1000, 0)
        : SampleTimings.waiting(fork, nanos.applyAsDouble(fork), wait.applyAsDouble(fork));
  }

  private ContentionSample probe() {
    return new ContentionSample(now, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
  }

  private RoundRule limited(long seconds) {
    return new RoundRule(FORKS, SEED, seconds, stability);
  }

  private static List<String> keys(List<Timing> journal) {
    return journal.stream()
        .map(one -> one.caseId() + " #" + one.fork() + "." + one.attempt())
        .toList();
  }

  @Test
  void withoutALimitThereAreTheRoundsAskedFor() throws Exception {
    RunFolder folder = folder("run");
    assertThat(run(folder, RoundRule.exactly(FORKS, SEED)))
        .isEqualTo(new RoundsMade(FORKS, Stop.PLANNED));
    List<Timing> counted = CountedForks.of(folder.journal().read());
    assertThat(keys(counted))
        .hasSize(FORKS * cases.size())
        .doesNotHaveDuplicates()
        .noneMatch(key -> key.contains("sentinel"));
    assertThat(folder.journal().read())
        .allSatisfy(
            one ->
                assertThat(one.surroundings())
                    .isNotNull()
                    .satisfies(seen -> assertThat(seen.wallMillis()).isEqualTo(1000)));
  }

  @Test
  void aSentinelRunsBetweenTheCasesAndCostsATenthAtMost() throws Exception {
    RunFolder folder = folder("run");
    run(folder, RoundRule.exactly(9, SEED));
    List<Timing> journal = folder.journal().read();
    List<Integer> places =
        IntStream.range(0, journal.size())
            .filter(i -> journal.get(i).kind() == CaseKind.SENTINEL)
            .boxed()
            .toList();
    assertThat(places).hasSize((9 * cases.size() - 1) / Sentinels.SPACING);
    assertThat(places.get(0)).isEqualTo(Sentinels.SPACING);
    assertThat(places.size()).isLessThanOrEqualTo(9 * cases.size() / 10);
    assertThat(journal.stream().map(Timing::sequence))
        .containsExactlyElementsOf(IntStream.range(0, journal.size()).boxed().toList());
  }

  @Test
  void withALimitAStableRankingAddsNoRound() throws Exception {
    assertThat(run(folder("run"), limited(1000))).isEqualTo(new RoundsMade(FORKS, Stop.STABLE));
  }

  @Test
  void roundsAreAddedUntilTheRankingIsStable() throws Exception {
    ToDoubleFunction<PlannedFork> settled = nanos;
    nanos =
        fork -> settled.applyAsDouble(fork) * (fork.fork() < 2 ? 1 + 20 * (fork.fork() % 2) : 1);
    RunFolder folder = folder("run");
    RoundsMade made = run(folder, limited(1000));
    assertThat(made.stop()).isEqualTo(Stop.STABLE);
    assertThat(made.rounds()).isGreaterThan(FORKS);
    assertThat(CountedForks.of(folder.journal().read())).hasSize(made.rounds() * cases.size());
  }

  @Test
  void theLimitIsKeptWhereTheRankingStaysUnstable() throws Exception {
    nanos = fork -> 1000 + (cases.indexOf(fork.benchmarkCase()) * 7 + fork.fork() * 13) % 10;
    RunFolder folder = folder("run");
    RoundsMade made = run(folder, limited(60));
    assertThat(made).isEqualTo(new RoundsMade(5, Stop.TIME_LIMIT));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(now)).isBetween(50L, 60L);
    assertThat(made.text()).contains("5 rounds", "time limit");
  }

  @Test
  void aShortLimitLeavesFewerRoundsButNeverNone() throws Exception {
    assertThat(run(folder("one"), limited(1))).isEqualTo(new RoundsMade(1, Stop.TIME_LIMIT));
    now = 0;
    assertThat(run(folder("two"), limited(25))).isEqualTo(new RoundsMade(2, Stop.TIME_LIMIT));
  }

  @Test
  void aDisturbedForkIsMeasuredAgainAndReplaced() throws Exception {
    wait =
        fork ->
            fork.benchmarkCase().subject().equals("l3") && fork.fork() == 1 && fork.attempt() == 0
                ? 60
                : 2;
    RunFolder folder = folder("run");
    run(folder, RoundRule.exactly(FORKS, SEED));
    List<Timing> journal = folder.journal().read();
    List<Timing> again = journal.stream().filter(one -> one.attempt() == 1).toList();
    assertThat(keys(again)).containsExactly("cpu/fp32/layer/l3 #1.1");
    assertThat(again.get(0).remeasures()).contains("60.0%");
    assertThat(keys(journal)).contains("cpu/fp32/layer/l3 #1.0");
    assertThat(CountedForks.of(journal))
        .hasSize(FORKS * cases.size())
        .contains(again.get(0))
        .allSatisfy(one -> assertThat(one.sampledWaitPercent()).isEqualTo(2));
  }

  @Test
  void aMachineThatIsAlwaysBusyAddsAQuarterAtMost() throws Exception {
    wait = fork -> 60;
    RunFolder folder = folder("run");
    run(folder, RoundRule.exactly(FORKS, SEED));
    List<Timing> journal = folder.journal().read();
    assertThat(journal.stream().filter(one -> one.attempt() == 1).count())
        .isEqualTo(FORKS * cases.size() / 4);
    List<String> lines = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    SilentConsole console = new SilentConsole(lines);
    new DisturbanceNotes(journal, cases).tell(console, warnings::add);
    assertThat(lines).singleElement().asString().contains("37 of 37", "7 were measured again");
    assertThat(warnings).singleElement().asString().contains("10 of 10 cases", "Maybe:");
  }

  @Test
  void theBarForeseesWhatIsMeasuredAgain() throws Exception {
    wait = fork -> 60;
    CountingConsole console = new CountingConsole();
    run(folder("run"), RoundRule.exactly(FORKS, SEED), console);
    List<CountingConsole.Count> counts = console.counts();
    int planned = FORKS * cases.size();
    assertThat(counts.get(0)).isEqualTo(new CountingConsole.Count(0, planned));
    assertThat(counts)
        .filteredOn(count -> count.done() >= planned / 10)
        .allSatisfy(count -> assertThat(count.total()).isBetween(planned + 7, planned + 8));
    assertThat(counts.get(counts.size() - 1))
        .isEqualTo(new CountingConsole.Count(planned + 7, planned + 7));
  }

  @Test
  void whatTheSentinelsShowIsSaid() throws Exception {
    RunFolder folder = folder("run");
    run(folder, RoundRule.exactly(5, SEED));
    List<Timing> journal = new ArrayList<>(folder.journal().read());
    List<String> said = new ArrayList<>();
    SentinelNotes.tell(journal, new SilentConsole(said), said::add);
    assertThat(said).singleElement().asString().contains("4 sentinels", "0.001 ms", "+0% to +0%");

    said.clear();
    PlannedFork next = Sentinels.next("cpu", journal).at(journal.size());
    journal.add(SampleTimings.waiting(next, 1500, 0));
    journal.add(SampleTimings.failed(Sentinels.next("cpu", journal).at(journal.size())));
    SentinelNotes.tell(journal, new SilentConsole(said), said::add);
    assertThat(said).hasSize(3);
    assertThat(said.get(1)).contains("+0% to +50%", "Maybe:");
    assertThat(said.get(2)).contains("sentinel failed (crashed)");

    said.clear();
    SentinelNotes.tell(List.of(), new SilentConsole(said), said::add);
    assertThat(said).isEmpty();
  }

  /** Wherever it is interrupted, a run taken up again measures what an unbroken one does. */
  @Test
  void aBrokenRunEndsLikeAnUnbrokenOne() throws Exception {
    ToDoubleFunction<PlannedFork> settled = nanos;
    nanos =
        fork -> settled.applyAsDouble(fork) * (fork.fork() < 2 ? 1 + 20 * (fork.fork() % 2) : 1);
    wait = fork -> (fork.fork() + cases.indexOf(fork.benchmarkCase())) % 3 == 1 ? 70 : 3;
    RunFolder whole = folder("whole");
    RoundsMade made = run(whole, limited(120));
    List<String> expected = keys(whole.journal().read());
    assertThat(expected).anyMatch(key -> key.endsWith(".1")).anyMatch(key -> key.contains("sent"));
    for (int broken = 0; broken < expected.size(); broken += 3) {
      RunFolder folder = folder("broken" + broken);
      forksLeft = broken;
      assertThatThrownBy(() -> run(folder, limited(120))).isInstanceOf(InterruptedException.class);
      forksLeft = NEVER;
      assertThat(run(folder, limited(120))).as("after %d", broken).isEqualTo(made);
      assertThat(keys(folder.journal().read()))
          .as("after %d", broken)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(run(folder, limited(120))).isEqualTo(made);
      assertThat(folder.journal().read()).hasSize(expected.size());
    }
  }

  @Test
  void failedForksAreNotRepeated() throws Exception {
    RunFolder folder = folder("run");
    SentinelCase sentinel = new SentinelCase(folder.work(), 1, "cpu");
    TimingStation.Tools tools =
        new TimingStation.Tools(
            (fork, file, where) -> SampleTimings.failed(fork), this::probe, sentinel);
    RoundsMade made =
        new TimingStation(folder, tools, new SilentConsole())
            .run("Layers", cases, limited(100), one -> Path.of(one.id()));
    assertThat(made).isEqualTo(new RoundsMade(FORKS, Stop.STABLE));
    assertThat(CountedForks.of(folder.journal().read()))
        .hasSize(FORKS * cases.size())
        .noneMatch(Timing::succeeded);
  }
}

package io.layerbench.suite;

import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.ForkOrder;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.Remeasurement;
import io.layerbench.run.RoundsMade;
import io.layerbench.run.Sentinels;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The rounds of some cases, with a progress bar. */
final class TimingStage implements AutoCloseable {

  private final String title;
  private final List<BenchmarkCase> cases;
  private final Set<String> ids;
  private final RoundRule rule;
  private final ForkRunner runner;
  private final Console console;
  private Console.Bar bar;

  /** Of the bar's forks: planned ones in all, those that are done, and those done again. */
  private int planned;

  private int finished;
  private int repeated;

  TimingStage(
      String title, List<BenchmarkCase> cases, RoundRule rule, ForkRunner runner, Console console) {
    this.title = title;
    this.cases = cases;
    this.ids = cases.stream().map(BenchmarkCase::id).collect(Collectors.toSet());
    this.rule = rule;
    this.runner = runner;
    this.console = console;
    this.planned = cases.size() * rule.forks();
    this.repeated = repeated();
    this.bar = console.bar(title, planned + repeated);
  }

  RoundsMade run() throws InterruptedException, IOException {
    int round = 0;
    while (true) {
      // What an earlier process decided is not decided again: it knew less.
      RoundsMade.Stop stop = begun(round) ? null : rule.before(round, runner.journal());
      if (stop != null) {
        bar.total(done());
        return new RoundsMade(round, stop);
      }
      if (round >= rule.forks()) {
        nextBar(round);
      }
      runRound(round);
      round++;
      if (!begun(round)) {
        measureAgain(round);
      }
    }
  }

  private void nextBar(int round) {
    bar.total(done());
    bar.close();
    planned = cases.size();
    finished = 0;
    repeated = 0;
    bar = console.bar("%s, round %d".formatted(title, round + 1), planned);
  }

  private int repeated() {
    return (int)
        runner.journal().stream()
            .filter(timing -> timing.attempt() > 0 && ids.contains(timing.caseId()))
            .count();
  }

  /** Shows how far it is, and how many forks are to be expected in all. */
  private void show(int rounds, String note) {
    if (done() % Math.max(1, planned / 100) == 0) {
      int pending = Remeasurement.of(cases, rounds, runner.journal()).size();
      bar.total(planned + Remeasurement.foreseen(planned, finished, repeated + pending));
    }
    bar.at(done(), note);
  }

  private int done() {
    return finished + repeated;
  }

  /** True when a fork of this round, from 0, is in the journal. */
  private boolean begun(int round) {
    return runner.journal().stream()
        .anyMatch(timing -> timing.fork() == round && ids.contains(timing.caseId()));
  }

  private void runRound(int round) throws InterruptedException, IOException {
    List<PlannedFork> missing = ForkOrder.missing(cases, round + 1, rule.seed(), runner.journal());
    finished += cases.size() - missing.size();
    for (PlannedFork fork : missing) {
      bar.at(done(), fork.benchmarkCase().id());
      Timing timing = next(fork);
      finished++;
      show(Math.max(round + 1, rule.forks()), outcome(timing));
    }
  }

  private void measureAgain(int rounds) throws InterruptedException, IOException {
    for (PlannedFork fork : Remeasurement.of(cases, rounds, runner.journal())) {
      bar.at(done(), "again: " + fork.benchmarkCase().id());
      Timing timing = next(fork);
      repeated++;
      show(Math.max(rounds, rule.forks()), "again: " + outcome(timing));
    }
  }

  /** Runs a fork, and before it a sentinel where one is due. */
  private Timing next(PlannedFork fork) throws InterruptedException, IOException {
    if (Sentinels.isDue(runner.journal())) {
      runner.run(Sentinels.next(runner.sentinelBackend(), runner.journal()));
    }
    return runner.run(fork);
  }

  private static String outcome(Timing timing) {
    return timing.succeeded()
        ? String.format(Locale.ROOT, "%s %.3f ms", timing.caseId(), timing.medianNanos() / 1e6)
        : timing.caseId() + " FAILED: " + timing.failure();
  }

  @Override
  public void close() {
    bar.close();
  }
}

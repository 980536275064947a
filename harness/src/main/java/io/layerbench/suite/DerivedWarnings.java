package io.layerbench.suite;

import io.layerbench.ranking.Ranking;
import io.layerbench.ranking.RankingNotes;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The warnings of a run that its record, its journal and its rankings give rise to. */
public final class DerivedWarnings {

  private static final Console SILENT =
      new Console() {
        @Override
        public void line(String text) {}

        @Override
        public void warning(String text) {}

        @Override
        public Bar bar(String title, int total) {
          throw new UnsupportedOperationException("nothing takes long here");
        }
      };

  private DerivedWarnings() {}

  /**
   * The warnings, in words.
   *
   * @param journal all its lines, in order
   */
  public static List<String> of(
      RunRecord record, List<Timing> journal, Collection<Ranking> rankings) {
    List<String> warnings =
        new ArrayList<>(
            StartWarnings.of(
                record.conditions(), record.datasetSha256() != null, record.options().backends()));
    if (record.rounds() != null) {
      RoundNotes.limited(record.options(), record.rounds()).ifPresent(warnings::add);
    }
    tell(CaseKind.LAYER, record, journal, warnings);
    tell(CaseKind.MODEL, record, journal, warnings);
    SentinelNotes.tell(journal, SILENT, warnings::add);
    rankings.forEach(ranking -> warnings.addAll(RankingNotes.of(ranking)));
    return warnings;
  }

  /** As it was told when that stage ended. */
  private static void tell(
      CaseKind stage, RunRecord record, List<Timing> journal, List<String> warnings) {
    List<Timing> until =
        stage == CaseKind.MODEL
            ? journal
            : journal.stream().takeWhile(timing -> timing.kind() != CaseKind.MODEL).toList();
    List<BenchmarkCase> cases =
        until.stream()
            .filter(timing -> timing.kind() == stage)
            .map(Timing::benchmarkCase)
            .distinct()
            .filter(one -> record.plannedCases().contains(one.id()))
            .toList();
    new DisturbanceNotes(until, cases).tell(SILENT, warnings::add);
  }
}

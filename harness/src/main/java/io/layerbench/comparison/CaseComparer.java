package io.layerbench.comparison;

import io.layerbench.comparison.Cell.Change;
import io.layerbench.statistics.BenjaminiHochberg;
import io.layerbench.statistics.MannWhitney;
import io.layerbench.statistics.MedianRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the cases of one family, which are tested together, with the baseline's. Fork medians
 * are the unit; a case has changed where its adjusted p is at most {@link #LEVEL} and its ratio is
 * further from 1 than the noise.
 */
final class CaseComparer {

  /** The false discovery rate. */
  static final double LEVEL = 0.05;

  private final double noise;

  /**
   * @param noise a share such as 0.02
   */
  CaseComparer(double noise) {
    this.noise = noise;
  }

  /**
   * The cells of one run with their changes.
   *
   * @param before the baseline's forks, by case
   * @param after this run's, by the same cases
   */
  List<Cell> compare(List<CaseForks> before, List<CaseForks> after) {
    List<Integer> tested =
        IntStream.range(0, before.size())
            .filter(i -> !before.get(i).isEmpty() && !after.get(i).isEmpty())
            .boxed()
            .toList();
    double level = LEVEL / Math.max(1, tested.size());
    List<MedianRatio> ratios =
        tested.stream()
            .map(i -> MedianRatio.of(before.get(i).medians(), after.get(i).medians(), level))
            .toList();
    double[] adjusted =
        BenjaminiHochberg.adjusted(ratios.stream().mapToDouble(MedianRatio::p).toArray());
    int needed = MannWhitney.leastSamples(Math.max(1, tested.size()), LEVEL);
    List<Cell> cells = new ArrayList<>(after.stream().map(CaseForks::cell).toList());
    for (int k = 0; k < tested.size(); k++) {
      int i = tested.get(k);
      Cell old = before.get(i).cell();
      Cell cell = cells.get(i);
      cells.set(i, cell.with(change(old, cell, ratios.get(k), adjusted[k], needed)));
    }
    return cells;
  }

  private Change change(Cell old, Cell cell, MedianRatio ratio, double adjusted, int needed) {
    Verdict verdict = verdict(ratio, adjusted);
    Double visible = ratio.visibleChange();
    return new Change(
        ratio.ratio(),
        quotient(cell.lowMs(), old.highMs()),
        quotient(cell.highMs(), old.lowMs()),
        ratio.p(),
        adjusted,
        verdict,
        visible == null ? null : (Double) (100 * Math.max(noise, visible)),
        verdict == null ? needed : null);
  }

  private @Nullable Verdict verdict(MedianRatio ratio, double adjusted) {
    boolean shown = adjusted <= LEVEL;
    if (shown && Math.abs(ratio.ratio() - 1) > noise) {
      return ratio.ratio() > 1 ? Verdict.SLOWER : Verdict.FASTER;
    }
    return shown || ratio.visibleChange() != null ? Verdict.WITHIN_NOISE : null;
  }

  private static @Nullable Double quotient(@Nullable Double a, @Nullable Double b) {
    return a == null || b == null ? null : (Double) (a / b);
  }
}

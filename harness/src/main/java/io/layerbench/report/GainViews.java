package io.layerbench.report;

import io.layerbench.costs.LayerGain;
import io.layerbench.costs.LayerGain.Verdict;
import io.layerbench.costs.LayerGains;
import io.layerbench.costs.LayerGains.Pairs;
import io.layerbench.statistics.BlockedValues;
import io.layerbench.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What INT8 gains of each layer in place, a view for each backend. */
final class GainViews {

  private GainViews() {}

  static List<GainView> of(LayerGains gains) {
    return gains.rows().stream()
        .map(LayerGain::backend)
        .distinct()
        .map(backend -> view(backend, gains.of(backend)))
        .toList();
  }

  private static GainView view(String backend, LayerGains gains) {
    List<LayerGain> sorted = new ArrayList<>(gains.rows());
    sorted.sort(Comparator.comparingDouble(LayerGain::gainMs).reversed());
    List<GainView.Line> lines = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      lines.add(line(sorted.get(i), i == 0 ? null : sorted.get(i - 1)));
    }
    return new GainView(backend, sentence(gains), lines);
  }

  private static GainView.Line line(LayerGain gain, @Nullable LayerGain above) {
    Interval interval = gain.turnsMs().interval();
    return new GainView.Line(
        Name.of(gain.layer()),
        Numbers.significant(gain.fp32Ms()),
        Numbers.significant(gain.int8Ms()),
        above != null && above.shownAbove(gain) == 0,
        Numbers.significant(gain.gainMs()),
        interval == null ? "" : Numbers.range(interval),
        words(gain.verdict()));
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case FASTER -> "faster";
      case SLOWER -> "slower";
      case NOT_SHOWN -> "not shown";
    };
  }

  private static String sentence(LayerGains gains) {
    int turns = gains.rows().get(0).turnsMs().size();
    if (turns < BlockedValues.LEAST_TO_SHOW) {
      return "%s turns are too few to show a difference: it takes %s, which are %s runs of each model (--iterations times --forks)."
          .formatted(
              Numbers.whole(turns),
              Numbers.whole(BlockedValues.LEAST_TO_SHOW),
              Numbers.whole(10 * BlockedValues.LEAST_TO_SHOW));
    }
    String verdicts =
        "INT8 is shown to be faster on %s of %s layers and slower on %s."
            .formatted(
                count(gains, Verdict.FASTER),
                Numbers.whole(gains.rows().size()),
                count(gains, Verdict.SLOWER));
    Pairs pairs = gains.pairs();
    return pairs == null
        ? verdicts
        : "%s The gains of %s of the %s pairs of layers differ (%s%%), each by a sign test at 5%% on the differences within %s turns."
            .formatted(
                verdicts,
                Numbers.whole(pairs.shown()),
                Numbers.whole(pairs.all()),
                Numbers.fixed(pairs.percent(), 0),
                Numbers.whole(turns));
  }

  private static String count(LayerGains gains, Verdict verdict) {
    return Numbers.whole(gains.rows().stream().filter(row -> row.verdict() == verdict).count());
  }
}

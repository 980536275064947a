package io.layerbench.benchmarks;

import io.layerbench.costs.LayerGain;
import io.layerbench.costs.LayerGains;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Do two runs of the same model rank its layers alike by what INT8 gains in place? Reads both runs'
 * gains.csv (a run's folder, or one of {@link InPlaceGains}) and prints Kendall's tau-b between the
 * two orders over all pairs of layers, and over those that the runs call different.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.RankingAgreement RUN RUN
 * </pre>
 */
public final class RankingAgreement {

  private final List<Both> layers = new ArrayList<>();

  private RankingAgreement(LayerGains first, LayerGains second) {
    for (LayerGain one : first.rows()) {
      second.rows().stream()
          .filter(other -> other.layer().equals(one.layer()))
          .filter(other -> other.backend().equals(one.backend()))
          .findFirst()
          .ifPresent(other -> layers.add(new Both(one, other)));
    }
  }

  /** A layer in both runs. */
  private record Both(LayerGain first, LayerGain second) {}

  /** Arguments: two folders. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("usage: RankingAgreement RUN RUN");
      System.exit(2);
    }
    lines(read(arguments[0]), read(arguments[1])).forEach(System.out::println);
  }

  private static LayerGains read(String folder) {
    return LayerGains.read(Path.of(folder).resolve(LayerGains.FILE));
  }

  /** What there is to say of two runs. */
  static List<String> lines(LayerGains first, LayerGains second) {
    RankingAgreement both = new RankingAgreement(first, second);
    List<String> lines = new ArrayList<>();
    lines.add("layers in both runs: " + both.layers.size());
    lines.add(both.line("all pairs", (a, b) -> true));
    lines.add(both.line("pairs that the first calls different", RankingAgreement::inFirst));
    lines.add(both.line("pairs that the second calls different", RankingAgreement::inSecond));
    lines.add(
        both.line("pairs that both call different", (a, b) -> inFirst(a, b) && inSecond(a, b)));
    lines.add(both.signs());
    return lines;
  }

  private static boolean inFirst(Both a, Both b) {
    return a.first.shownAbove(b.first) != 0;
  }

  private static boolean inSecond(Both a, Both b) {
    return a.second.shownAbove(b.second) != 0;
  }

  /** Tau-b over some pairs: (concordant − discordant) / √((untied in one) · (untied in other)). */
  private String line(String title, BiPredicate<Both, Both> which) {
    int pairs = 0;
    int agreement = 0;
    int untiedFirst = 0;
    int untiedSecond = 0;
    for (int i = 0; i < layers.size(); i++) {
      for (int j = 0; j < i; j++) {
        Both a = layers.get(i);
        Both b = layers.get(j);
        if (which.test(a, b)) {
          int signFirst = Double.compare(a.first.gainMs(), b.first.gainMs());
          int signSecond = Double.compare(a.second.gainMs(), b.second.gainMs());
          pairs++;
          agreement += signFirst * signSecond;
          untiedFirst += Math.abs(signFirst);
          untiedSecond += Math.abs(signSecond);
        }
      }
    }
    int all = layers.size() * (layers.size() - 1) / 2;
    return untiedFirst == 0 || untiedSecond == 0
        ? title + ": none"
        : "%s: %d of %d (%.1f%%), tau-b %.3f"
            .formatted(
                title,
                pairs,
                all,
                100.0 * pairs / all,
                agreement / Math.sqrt((double) untiedFirst * untiedSecond));
  }

  private String signs() {
    List<Both> shown = layers.stream().filter(one -> one.first.turnsMs().shownSign() != 0).toList();
    long other =
        shown.stream()
            .filter(one -> one.first.turnsMs().shownSign() * one.second.gainMs() <= 0)
            .count();
    return "layers that the first calls faster or slower: %d, of the other sign in the second: %d"
        .formatted(shown.size(), other);
  }
}

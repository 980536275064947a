package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.comparison.Comparison.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the layers whose best precision is not the same in all runs. */
final class Choices {

  private Choices() {}

  static List<Choice> of(List<ComparedRun> runs, List<Line> lines) {
    Map<String, List<Line>> layers = new LinkedHashMap<>();
    lines.stream()
        .filter(line -> line.kind() == Line.Kind.LAYER)
        .forEach(
            line -> layers.computeIfAbsent(line.subject(), name -> new ArrayList<>()).add(line));
    List<@Nullable Map<String, Precision>> plans = new ArrayList<>();
    runs.forEach(run -> plans.add(run.plan()));
    List<Choice> choices = new ArrayList<>();
    layers.forEach(
        (layer, own) -> {
          List<@Nullable String> fastest = new ArrayList<>();
          List<@Nullable Precision> planned = new ArrayList<>();
          for (int i = 0; i < runs.size(); i++) {
            fastest.add(fastest(own, i));
            Map<String, Precision> plan = plans.get(i);
            planned.add(plan == null ? null : plan.getOrDefault(layer, Precision.FP32));
          }
          if (differ(fastest) || differ(planned)) {
            choices.add(new Choice(layer, fastest, planned));
          }
        });
    return choices;
  }

  private static boolean differ(List<?> values) {
    return values.stream().filter(Objects::nonNull).distinct().count() > 1;
  }

  private record Timed(String precision, double ms, Cell cell) {}

  private static @Nullable String fastest(List<Line> lines, int run) {
    List<Timed> timed = new ArrayList<>();
    for (Line line : lines) {
      Cell cell = line.cells().get(run);
      Double ms = cell.medianMs();
      if (ms != null) {
        timed.add(new Timed(line.variant(), ms, cell));
      }
    }
    if (timed.size() < 2) {
      return null;
    }
    timed.sort(Comparator.comparingDouble(Timed::ms));
    Double high = timed.get(0).cell().highMs();
    Double low = timed.get(1).cell().lowMs();
    return high != null && low != null && high < low ? timed.get(0).precision() : null;
  }
}

package io.layerbench.comparison;

import io.layerbench.base.Precision;
import io.layerbench.comparison.ComparedRun.ComparedMethod;
import io.layerbench.comparison.Comparison.Accuracy;
import io.layerbench.onnx.LayerKind;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseKind;
import io.layerbench.run.LayerRow;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares runs of one model. Times are held against a baseline's case by case ({@link
 * CaseComparer}): the layers of one precision are one family of tests, and so is the glue of one
 * precision and all whole models.
 */
public final class Comparer {

  private static final double PERCENT = 100;

  private final List<ComparedRun> runs;
  private final List<Integer> baselines;
  private final double noisePercent;

  private Comparer(List<ComparedRun> runs, List<Integer> baselines, double noisePercent) {
    this.runs = List.copyOf(runs);
    this.baselines = List.copyOf(baselines);
    this.noisePercent = noisePercent;
  }

  /**
   * The comparison.
   *
   * @param runs at least one
   * @param baselines by run: the index of the run that it is held against; its own for none
   * @param noisePercent changes up to this count as none
   * @throws io.layerbench.base.InvalidInputException where runs are of different models
   */
  public static Comparison compare(
      List<ComparedRun> runs, List<Integer> baselines, double noisePercent) {
    HiddenDifferences.checkSameModel(runs);
    return new Comparer(runs, baselines, noisePercent).compare();
  }

  private Comparison compare() {
    LineTables tables = new LineTables(baselines, noisePercent / PERCENT);
    for (LineTables.Family family : families()) {
      tables.add(family);
    }
    List<Line> lines = tables.lines();
    List<@Nullable Pricing> pricings = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      pricings.add(Pricing.of(runs.get(i), lines, i));
    }
    Portable portable = Portable.of(runs, pricings, lines);
    RunRecord first = runs.get(0).record();
    return new Comparison(
        Comparison.FORMAT_VERSION,
        first.modelName(),
        first.modelSha256(),
        noisePercent,
        CaseComparer.LEVEL,
        runLines(),
        HiddenDifferences.of(runs),
        lines,
        tables.means(),
        accuracies(),
        RankMoves.of(runs),
        Choices.of(runs, lines),
        new PlanPrices(runs, pricings, subjects(LayerKind.LAYER))
            .table(portable.plan() == null ? null : portable.plan().layers()),
        portable.plan(),
        portable.reason());
  }

  private List<RunLine> runLines() {
    List<RunLine> lines = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      lines.add(RunLine.of(i, baselines.get(i), runs.get(i)));
    }
    return lines;
  }

  /** The families of tests, each with its cases and their forks by run. */
  private List<LineTables.Family> families() {
    List<LineTables.Family> families = new ArrayList<>();
    List<Map<String, List<Timing>>> forks = runs.stream().map(Comparer::byCase).toList();
    for (LayerKind kind : List.of(LayerKind.LAYER, LayerKind.GLUE)) {
      for (Precision precision : precisions()) {
        LineTables.Family family =
            new LineTables.Family(
                kind == LayerKind.LAYER ? Line.Kind.LAYER : Line.Kind.GLUE, new ArrayList<>());
        for (String subject : subjects(kind)) {
          family
              .cases()
              .add(
                  new LineTables.Case(
                      subject,
                      precision.id(),
                      forks(forks, CaseKind.LAYER, subject, precision.id())));
        }
        families.add(family);
      }
    }
    families.add(methods(forks));
    return families;
  }

  private LineTables.Family methods(List<Map<String, List<Timing>>> forks) {
    LineTables.Family family = new LineTables.Family(Line.Kind.METHOD, new ArrayList<>());
    for (String title : titles()) {
      List<CaseForks> cells = new ArrayList<>();
      String variant = "";
      for (int i = 0; i < runs.size(); i++) {
        ComparedMethod method = runs.get(i).method(title);
        variant = method == null ? variant : method.variant();
        cells.add(
            method == null
                ? CaseForks.missing("the run has no such method")
                : forks(forks.get(i), i, CaseKind.MODEL, "model", method.variant()));
      }
      family.cases().add(new LineTables.Case(title, variant, cells));
    }
    return family;
  }

  private List<CaseForks> forks(
      List<Map<String, List<Timing>>> forks, CaseKind kind, String subject, String variant) {
    List<CaseForks> cells = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      cells.add(forks(forks.get(i), i, kind, subject, variant));
    }
    return cells;
  }

  private CaseForks forks(
      Map<String, List<Timing>> forks, int run, CaseKind kind, String subject, String variant) {
    String id = new BenchmarkCase(kind, subject, runs.get(run).backend(), variant).id();
    return CaseForks.of(
        forks.getOrDefault(id, List.of()), runs.get(run).record().skippedCases().get(id));
  }

  private static Map<String, List<Timing>> byCase(ComparedRun run) {
    Map<String, List<Timing>> forks = new HashMap<>();
    run.timings()
        .forEach(one -> forks.computeIfAbsent(one.caseId(), id -> new ArrayList<>()).add(one));
    return forks;
  }

  /** Those that some run was asked for. */
  private List<Precision> precisions() {
    return runs.stream()
        .flatMap(run -> run.record().options().precisions().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** In the first run's order; the model is one and the same. */
  private List<String> subjects(LayerKind kind) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(
        run ->
            run.record().layers().stream()
                .filter(layer -> layer.kind() == kind)
                .map(LayerRow::name)
                .forEach(names::add));
    return List.copyOf(names);
  }

  private Set<String> titles() {
    Set<String> titles = new LinkedHashSet<>();
    runs.forEach(run -> run.methods().forEach(method -> titles.add(method.title())));
    return titles;
  }

  private List<Accuracy> accuracies() {
    List<Accuracy> accuracies = new ArrayList<>();
    for (String title : titles()) {
      List<@Nullable Double> percent = new ArrayList<>();
      List<@Nullable Double> size = new ArrayList<>();
      for (ComparedRun run : runs) {
        ComparedMethod method = run.method(title);
        percent.add(method == null ? null : method.row().accuracyPercent());
        size.add(method == null ? null : (Double) method.row().sizeMb());
      }
      accuracies.add(new Accuracy(title, percent, size));
    }
    return accuracies;
  }
}

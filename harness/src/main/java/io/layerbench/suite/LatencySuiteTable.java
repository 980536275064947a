package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Csv;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.LatencySuite.Network;
import io.layerbench.suite.LatencySuite.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The whole models of a suite's runs beside the paper's figures, as a file and as text. */
public final class LatencySuiteTable {

  private static final List<String> HEADER =
      List.of(
          "network",
          "backend",
          "method",
          "latency_ms",
          "latency_low_ms",
          "latency_high_ms",
          "size_mb",
          "paper_latency_ms",
          "paper_size_mb",
          "run");

  private static final String FORMAT = "%-12s  %-12s  %-30s  %26s  %8s  %9s  %9s";
  private static final String NOTE =
      "The paper's figures were measured on the paper's machine, not on this one.";

  private final String suite;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param suite its name
   */
  public LatencySuiteTable(String suite) {
    this.suite = suite;
  }

  private record Line(Network network, EvaluationRow row, RunFolder run) {

    @Nullable Published published() {
      return network.published(row.method());
    }
  }

  /** Adds a finished run. */
  public void add(Network network, RunFolder run) {
    RunLoader.load(run).evaluation().forEach(row -> lines.add(new Line(network, row, run)));
  }

  /** True as long as no run has brought a row. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * Writes {@code <device-id>/<suite>-<UTC time of the first run>.csv} into the results folder.
   *
   * @return the file
   * @throws EnvironmentException where it cannot be written
   */
  public Path write() {
    Path first = lines.get(0).run().path();
    Path device = Objects.requireNonNull(Objects.requireNonNull(first.getParent()).getParent());
    Path file = device.resolve(suite + "-" + first.getFileName() + ".csv");
    try {
      AtomicFiles.write(
          file,
          Csv.text(List.of(NOTE), HEADER, lines.stream().map(LatencySuiteTable::cells).toList()));
      return file;
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file " + file + " cannot be written (" + IoReason.of(e) + ").",
          "check the disk; the runs themselves are complete.",
          e);
    }
  }

  private static List<@Nullable String> cells(Line line) {
    EvaluationRow row = line.row();
    Published published = line.published();
    Path path = line.run().path();
    return Arrays.asList(
        line.network().title(),
        row.backend(),
        row.method(),
        cell(row.latencyMs()),
        cell(row.latencyLowMs()),
        cell(row.latencyHighMs()),
        cell(row.sizeMb()),
        published == null ? null : cell(published.latencyMs()),
        published == null ? null : cell(published.sizeMb()),
        Objects.requireNonNull(path.getParent()).getFileName() + "/" + path.getFileName());
  }

  private static @Nullable String cell(@Nullable Double value) {
    return value == null ? null : value.toString();
  }

  /** The table for a terminal. */
  public List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(
        FORMAT.formatted(
            "network",
            "backend",
            "method",
            "latency ms (95% interval)",
            "size MB",
            "paper ms",
            "paper MB"));
    lines.forEach(line -> text.add(text(line)));
    text.add(NOTE);
    return text;
  }

  private static String text(Line line) {
    EvaluationRow row = line.row();
    Published published = line.published();
    String latency =
        row.latencyMs() == null
            ? "-"
            : "%s (%s to %s)"
                .formatted(
                    number("%.2f", row.latencyMs()),
                    number("%.2f", row.latencyLowMs()),
                    number("%.2f", row.latencyHighMs()));
    return FORMAT.formatted(
        line.network().title(),
        row.backend(),
        row.method(),
        latency,
        number("%.2f", row.sizeMb()),
        number("%.1f", published == null ? null : published.latencyMs()),
        number("%.1f", published == null ? null : published.sizeMb()));
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}

package io.layerbench.ranking;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ranking.csv: the columns
 * rank,layer,op,backend,parameters,latency_ms,memory_mb,sensitivity,score,precision,reason, one
 * backend after another, unranked layers last in each; behind them energy_mj and output_noise, each
 * where a layer has one.
 */
public final class RankingCsv {

  private static final List<String> HEADER =
      List.of(
          "rank",
          "layer",
          "op",
          "backend",
          "parameters",
          "latency_ms",
          "memory_mb",
          "sensitivity",
          "score",
          "precision",
          "reason");

  private static final String ENERGY = "energy_mj";

  private static final String NOISE = "output_noise";

  private RankingCsv() {}

  /** Writes rankings, whole or not at all. */
  public static void write(Path file, Collection<Ranking> rankings) throws IOException {
    AtomicFiles.write(file, text(rankings));
  }

  /** The file's text. */
  public static String text(Collection<Ranking> rankings) {
    List<RankedLayer> rows = rankings.stream().flatMap(ranking -> ranking.rows().stream()).toList();
    boolean energy = rows.stream().anyMatch(row -> row.energyMj() != null);
    boolean noise = rows.stream().anyMatch(row -> row.outputNoise() != null);
    return Csv.text(
        List.of(),
        header(energy, noise),
        rows.stream().map(row -> cells(row, energy, noise)).toList());
  }

  private static List<String> header(boolean energy, boolean noise) {
    List<String> header = new ArrayList<>(HEADER);
    if (energy) {
      header.add(ENERGY);
    }
    if (noise) {
      header.add(NOISE);
    }
    return header;
  }

  private static List<List<String>> headers() {
    return List.of(HEADER, header(true, false), header(false, true), header(true, true));
  }

  /**
   * Reads the rows, by backend in the file's order.
   *
   * @throws io.layerbench.base.InvalidInputException naming the line
   */
  public static Map<String, List<RankedLayer>> read(Path file) {
    Map<String, List<RankedLayer>> rows = new LinkedHashMap<>();
    Set<List<String>> seen = new HashSet<>();
    for (CsvTable.Row row : Csv.readAny(file, headers()).rows()) {
      RankedLayer layer = row.as(RankingCsv::layer);
      if (!seen.add(List.of(layer.backend(), layer.layer()))) {
        throw row.error("repeats a layer of its backend");
      }
      rows.computeIfAbsent(layer.backend(), key -> new ArrayList<>()).add(layer);
    }
    return rows;
  }

  private static List<@Nullable String> cells(RankedLayer row, boolean energy, boolean noise) {
    List<@Nullable String> cells = new ArrayList<>(cells(row));
    if (energy) {
      cells.add(text(row.energyMj()));
    }
    if (noise) {
      cells.add(text(row.outputNoise()));
    }
    return cells;
  }

  private static List<@Nullable String> cells(RankedLayer row) {
    return Arrays.asList(
        text(row.rank()),
        row.layer(),
        row.op(),
        row.backend(),
        Long.toString(row.parameters()),
        text(row.latencyMs()),
        Double.toString(row.memoryMb()),
        text(row.sensitivity()),
        text(row.score()),
        row.precision().name(),
        row.reason());
  }

  private static @Nullable String text(@Nullable Number value) {
    return value == null ? null : value.toString();
  }

  private static RankedLayer layer(CsvTable.Row row) {
    boolean ranked = row.textOrNull("rank") != null;
    String reason = row.textOrNull("reason");
    Double score = row.numberOrNull("score");
    if (ranked ? score == null || reason != null : score != null || reason == null) {
      throw row.error("needs a rank and a score, or a reason, and not both");
    }
    return new RankedLayer(
        ranked ? (Integer) row.count("rank", 1) : null,
        row.text("layer"),
        row.text("op"),
        row.text("backend"),
        row.whole("parameters", 0),
        row.numberOrNull("latency_ms"),
        row.number("memory_mb"),
        row.numberOrNull("sensitivity"),
        score,
        row.precision("precision"),
        reason,
        optional(row, ENERGY),
        optional(row, NOISE));
  }

  private static @Nullable Double optional(CsvTable.Row row, String column) {
    return row.header().contains(column) ? row.numberOrNull(column) : null;
  }
}

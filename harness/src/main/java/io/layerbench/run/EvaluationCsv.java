package io.layerbench.run;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Csv;
import io.layerbench.base.Precision;
import io.layerbench.onnx.ParameterUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * evaluation.csv: the paper's columns method,accuracy_percent,latency_ms,size_mb first, then what
 * {@link EvaluationRow} and {@link MethodDetails} say beside. A value that is missing is an empty
 * cell; with several backends the method is followed by the backend in parentheses. Cells of
 * parameters are by element type, such as {@code float=56;int8=1234}.
 */
public final class EvaluationCsv {

  /** The method that nothing was quantized in. */
  public static final String FP32 = "FP32 Baseline";

  /** The method that has every layer in INT8. */
  public static final String INT8 = "INT8 Full PTQ";

  /** The method that has every layer in INT8, with activations quantized as they come. */
  public static final String DYNAMIC = "INT8 Dynamic";

  /** The method that follows the plan. */
  public static final String MIXED = "Mixed-Precision";

  private static final List<String> HEADER =
      List.of(
          "method",
          "accuracy_percent",
          "latency_ms",
          "size_mb",
          "accuracy_low_percent",
          "accuracy_high_percent",
          "latency_low_ms",
          "latency_high_ms",
          "predicted_latency_ms",
          "predicted_error_percent",
          "int8_layers",
          "fp16_layers",
          "fp32_layers",
          "items_per_second",
          "loss",
          "loss_of",
          "cpu_percent",
          "peak_memory_mb",
          "bytes",
          "nonzero",
          "same_as");

  private static final List<String> HEADER_WITH_ENERGY =
      Stream.concat(HEADER.stream(), Stream.of("energy_mj")).toList();

  private EvaluationCsv() {}

  /** Writes the rows, whole or not at all. */
  public static void write(Path file, List<EvaluationRow> rows) throws IOException {
    AtomicFiles.write(file, text(rows));
  }

  /** The file's text. */
  public static String text(List<EvaluationRow> rows) {
    boolean several = rows.stream().map(EvaluationRow::backend).distinct().count() > 1;
    boolean energy = rows.stream().anyMatch(row -> row.details().energyMj() != null);
    List<String> header = energy ? HEADER_WITH_ENERGY : HEADER;
    return Csv.text(
        List.of(),
        header,
        rows.stream().map(row -> cells(row, several).subList(0, header.size())).toList());
  }

  private static List<@Nullable String> cells(EvaluationRow row, boolean several) {
    MethodDetails details = row.details();
    return Arrays.asList(
        several ? row.method() + " (" + row.backend() + ")" : row.method(),
        number(row.accuracyPercent()),
        number(row.latencyMs()),
        number(row.sizeMb()),
        number(details.accuracyLowPercent()),
        number(details.accuracyHighPercent()),
        number(row.latencyLowMs()),
        number(row.latencyHighMs()),
        number(details.predictedLatencyMs()),
        number(row.predictedErrorPercent()),
        layers(details, Precision.INT8),
        layers(details, Precision.FP16),
        layers(details, Precision.FP32),
        number(details.itemsPerSecond()),
        number(details.loss()),
        details.lossOf(),
        number(details.cpuPercent()),
        number(details.peakMemoryMb()),
        byType(details, ParameterUse::bytes),
        byType(details, ParameterUse::nonZero),
        details.sameAs(),
        number(details.energyMj()));
  }

  private static @Nullable String layers(MethodDetails details, Precision precision) {
    Integer count = details.layers().get(precision.id());
    return count == null ? null : count.toString();
  }

  private static @Nullable String byType(
      MethodDetails details, ToLongFunction<ParameterUse> value) {
    return details.parameters().isEmpty()
        ? null
        : details.parameters().entrySet().stream()
            .map(type -> type.getKey() + "=" + value.applyAsLong(type.getValue()))
            .collect(Collectors.joining(";"));
  }

  private static @Nullable String number(@Nullable Double value) {
    return value == null ? null : value.toString();
  }
}

package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.onnx.ParameterUse;
import io.layerbench.report.ReportView.ResourceLine;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes the rows of the table of what whole models take and have. */
final class ResourceLines {

  private static final String NONE = LayerLines.NONE;

  private ResourceLines() {}

  /** Empty where no row has details, as in runs of earlier programs. */
  static List<ResourceLine> of(List<EvaluationRow> rows) {
    return rows.stream().allMatch(row -> row.details().equals(MethodDetails.NONE))
        ? List.of()
        : rows.stream().map(ResourceLines::line).toList();
  }

  private static ResourceLine line(EvaluationRow row) {
    MethodDetails details = row.details();
    Double error = row.predictedErrorPercent();
    return new ResourceLine(
        row.method(),
        row.backend(),
        layers(details, Precision.INT8),
        layers(details, Precision.FP16),
        layers(details, Precision.FP32),
        significant(details.predictedLatencyMs()),
        error == null ? "" : Numbers.signed(error) + "%",
        significant(details.itemsPerSecond()),
        loss(details),
        details.cpuPercent() == null ? NONE : Numbers.fixed(details.cpuPercent(), 0) + "%",
        details.peakMemoryMb() == null ? NONE : Numbers.fixed(details.peakMemoryMb(), 0),
        byType(details, ParameterUse::bytes),
        byType(details, ParameterUse::nonZero),
        significant(details.energyMj()));
  }

  private static String loss(MethodDetails details) {
    Double loss = details.loss();
    return loss == null ? NONE : Numbers.fixed(loss, 4);
  }

  private static String layers(MethodDetails details, Precision precision) {
    Integer count = details.layers().get(precision.id());
    return count == null ? NONE : count.toString();
  }

  private static String significant(@Nullable Double value) {
    return value == null ? NONE : Numbers.significant(value);
  }

  private static List<String> byType(MethodDetails details, ToLongFunction<ParameterUse> value) {
    return details.parameters().entrySet().stream()
        .map(type -> type.getKey() + " " + value.applyAsLong(type.getValue()))
        .toList();
  }
}

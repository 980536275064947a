package io.layerbench.report;

import io.layerbench.base.Precision;
import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.LayerGain;
import io.layerbench.costs.LayerGains;
import io.layerbench.onnx.ParameterUse;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.ParetoRow;
import io.layerbench.run.EvaluationCsv;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.MethodDetails;
import io.layerbench.sensitivity.BlockAccuracy;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.statistics.BlockedValues;
import io.layerbench.statistics.Interval;
import java.util.List;
import java.util.Map;

/** The rows of a sample run's evaluation table. */
final class SampleEvaluation {

  private SampleEvaluation() {}

  static List<EvaluationRow> rows() {
    return List.of(
        new EvaluationRow(
            EvaluationCsv.FP32,
            "cpu",
            94.71,
            663,
            700,
            100.0,
            null,
            0.69,
            0.66,
            0.71,
            0.105,
            null,
            MethodDetails.NONE),
        new EvaluationRow(
            EvaluationCsv.INT8,
            "cpu",
            94.43,
            661,
            700,
            98.9,
            33.2,
            0.36,
            0.35,
            0.38,
            0.034,
            null,
            new MethodDetails(
                "Optimal",
                92.5,
                95.9,
                0.2125,
                "logits",
                0.3,
                Map.of("int8", 5, "fp16", 0, "fp32", 0),
                2777.0,
                99.6,
                121.5,
                Map.of("int8", new ParameterUse(24000, 23000)),
                7.251)),
        new EvaluationRow(
            EvaluationCsv.MIXED,
            "cpu",
            94.57,
            662,
            700,
            99.3,
            36.8,
            0.51,
            0.5,
            0.53,
            0.061,
            null,
            accuracy(92.6, 96.0, Map.of("int8", 3, "fp16", 1, "fp32", 1))));
  }

  private static MethodDetails accuracy(double low, double high, Map<String, Integer> layers) {
    return new MethodDetails(
        null, low, high, null, null, null, layers, null, null, null, Map.of(), null);
  }

  /** A layer that is another alone than in place, and one that is not. */
  static InPlaceRows inPlace(String layer) {
    return new InPlaceRows(
        List.of(new InPlaceRows.ModelRow("cpu", "fp32", 2, 3, 2.2, 2.02)),
        List.of(
            new InPlaceRows.LayerRow(
                "cpu",
                layer,
                Precision.INT8,
                1.5,
                0.5,
                1,
                0.5,
                100.0,
                "alone it also converts layout or precision (Transpose)"),
            new InPlaceRows.LayerRow("cpu", "agrees", Precision.FP32, 1, null, 1, 1, 0.0, null)));
  }

  /**
   * A layer that INT8 makes faster, one that it makes slower, and one of which nothing is shown.
   */
  static LayerGains gains(String layer) {
    return new LayerGains(
        List.of(
            gain("slower", -0.2, -0.21, -0.19, -0.2, -0.22, -0.18),
            gain(layer, 0.4, 0.41, 0.39, 0.4, 0.42, 0.38),
            gain("unclear", 0.41, 0.39, -0.4, 0.4, 0.38, 0.42)));
  }

  private static LayerGain gain(String layer, Double... turns) {
    return new LayerGain("cpu", layer, 1, 0.6, new BlockedValues(List.of(turns)));
  }

  /** A block that costs accuracy, and all of them. */
  static BlockTable blocks(String block) {
    return new BlockTable(
        List.of(
            new BlockAccuracy("none", List.of(), 0, Precision.FP32, 200, 180, null),
            new BlockAccuracy(
                block,
                List.of(block + ".conv", block + ".<b>"),
                1234,
                Precision.INT8,
                200,
                170,
                new BlockAccuracy.Drop(5, new Interval(1.5, 8.25))),
            new BlockAccuracy(
                "model",
                List.of("a", "b", "c"),
                5678,
                Precision.INT8,
                200,
                179,
                new BlockAccuracy.Drop(0.5, new Interval(-1, 2)))));
  }

  /** How much an order depends on score and norm, with what cannot be compared. */
  static List<OrderChoice> choices() {
    return List.of(
        new OrderChoice("cpu", OrderChoice.Kind.SCORE, "paper", 5, 0.8, 2),
        new OrderChoice("cpu", OrderChoice.Kind.NORM, "relative", 0, null, null),
        new OrderChoice("cuda", OrderChoice.Kind.SCORE, "paper", 5, 0.123, 4));
  }

  /** Three plans of a frontier, the second of them its knee. */
  static List<ParetoRow> pareto(String layer) {
    return List.of(
        new ParetoRow(
            "cpu", 1, 1.5, 0.25, 0.011, false, List.of(layer, "fc"), List.of(), List.of()),
        new ParetoRow("cpu", 2, 1.75, 0.03, 0.02, true, List.of(layer), List.of(), List.of("fc")),
        new ParetoRow("cpu", 3, 2.5, 0, 0.044, false, List.of(), List.of(), List.of(layer)));
  }
}

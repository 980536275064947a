package io.layerbench.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.TestAssets;
import io.layerbench.base.Csv;
import io.layerbench.base.CsvTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The integer programs of HAWQ-V3 (Yao et al., ICML 2021) for its two networks: which layers keep 8
 * bits and which take 4, so that the Hessian-weighted errors are least while the extra size, bit
 * operations or latency of 8 bits stay below a share of what 8 bits everywhere would add.
 */
class HawqTest {

  private static final List<String> SETTINGS =
      List.of(
          "modelsize_0.75",
          "modelsize_0.5",
          "modelsize_0.25",
          "bops_0.75",
          "bops_0.5",
          "bops_0.25",
          "latency_0.75",
          "latency_0.5",
          "latency_0.25");

  private static final List<String> BITS = List.of("8", "4");

  @Test
  void resNet18ComesOutAsPublished() {
    List<CsvTable.Row> layers = layers("hawq_v3_resnet18.csv");
    assertThat(layers).hasSize(19);
    for (String setting : SETTINGS) {
      assertThat(bits(solve(layers, setting))).as(setting).isEqualTo(published(layers, setting));
    }
  }

  @Test
  void resNet50ComesOutAsPublishedOrBetter() {
    List<CsvTable.Row> layers = layers("hawq_v3_resnet50.csv");
    assertThat(layers).hasSize(52);
    List<String> different = new ArrayList<>();
    for (String setting : SETTINGS) {
      Solution ours = solve(layers, setting);
      List<String> published = published(layers, setting);
      double theirs =
          problem(layers, setting).totals(published.stream().map(BITS::indexOf).toList())[0];
      assertThat(ours.totals().get(0)).as(setting).isLessThanOrEqualTo(theirs + 1e-12);
      if (!bits(ours).equals(published)) {
        different.add(setting);
        assertThat(ours.totals().get(0)).as(setting).isLessThan(theirs);
      }
    }
    assertThat(different).containsExactly("modelsize_0.25");
  }

  private static Solution solve(List<CsvTable.Row> layers, String setting) {
    Problem problem = problem(layers, setting);
    double whole = problem.totals(layers.stream().map(layer -> 0).toList())[1];
    double share = Double.parseDouble(setting.substring(setting.indexOf('_') + 1));
    Outcome outcome = new Solver().minimize(problem, "error", Map.of("extra", share * whole));
    assertThat(outcome).isInstanceOf(Solution.class);
    Solution solution = (Solution) outcome;
    assertThat(solution.isProven()).isTrue();
    return solution;
  }

  /** A variable per layer; each shortcut is tied to its unit's first convolution. */
  private static Problem problem(List<CsvTable.Row> layers, String setting) {
    Problem.Builder builder = new Problem.Builder(List.of("error", "extra"));
    List<String> names = layers.stream().map(layer -> layer.text("layer")).toList();
    for (CsvTable.Row layer : layers) {
      double gain =
          layer.number("hessian_trace_per_parameter")
              * (layer.number("weight_error_int4_squared")
                  - layer.number("weight_error_int8_squared"));
      int added =
          builder.variable(
              layer.text("layer"),
              List.of(
                  new Option("8", List.of(-gain, extra(layer, setting))),
                  new Option("4", List.of(0.0, 0.0))));
      String first = layer.text("layer").replace("quant_identity_convbn", "quant_convbn1");
      if (!first.equals(layer.text("layer"))) {
        builder.factor(0, List.of(names.indexOf(first), added), RandomProblems.tie(2));
      }
    }
    return builder.build();
  }

  /** What 8 bits need more than 4, in a unit that does not matter. */
  private static double extra(CsvTable.Row layer, String setting) {
    return switch (setting.substring(0, setting.indexOf('_'))) {
      case "modelsize" -> layer.number("parameters_millions");
      case "bops" -> layer.number("multiply_adds_millions") * (1 / 16.0 - 1 / 64.0);
      default -> layer.number("latency_int8_ms_t4") - layer.number("latency_int4_ms_t4");
    };
  }

  private static List<String> bits(Solution solution) {
    return solution.options().stream().map(BITS::get).toList();
  }

  private static List<String> published(List<CsvTable.Row> layers, String setting) {
    return layers.stream().map(layer -> layer.text(setting)).toList();
  }

  private static List<CsvTable.Row> layers(String file) {
    List<String> header =
        new ArrayList<>(
            List.of(
                "index",
                "layer",
                "hessian_trace_per_parameter",
                "weight_error_int8_squared",
                "weight_error_int4_squared",
                "parameters_millions",
                "multiply_adds_millions",
                "latency_int4_ms_t4",
                "latency_int8_ms_t4"));
    header.addAll(SETTINGS);
    return Csv.read(TestAssets.require("hawq-v3/" + file), header).rows();
  }
}

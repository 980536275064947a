package io.layerbench.costs;

import static io.layerbench.costs.Costs.kernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerKind;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostModelBuilderTest {

  private static final Map<String, Precision> FLOAT =
      Map.of("c1", Precision.FP32, "c2", Precision.FP32);
  private static final Map<String, Precision> INT8 =
      Map.of("c1", Precision.INT8, "c2", Precision.INT8);
  private static final Map<String, Precision> MIXED =
      Map.of("c1", Precision.FP32, "c2", Precision.INT8);
  private static final Map<String, Precision> OTHER =
      Map.of("c1", Precision.INT8, "c2", Precision.FP32);

  private final List<Layer> layers = List.of(layer(0, "c1", "x", "t"), layer(1, "c2", "t", "y"));
  private final OnnxModel model = model(layers);

  private static Layer layer(int index, String name, String input, String output) {
    NodeProto node =
        NodeProto.newBuilder()
            .setName(name)
            .setOpType("Conv")
            .addInput(input)
            .addInput("w")
            .addOutput(output)
            .build();
    return new Layer(
        index,
        name,
        LayerKind.LAYER,
        "Conv",
        List.of(node),
        List.of(input),
        List.of(output),
        List.of("w"),
        10,
        null);
  }

  private static OnnxModel model(List<Layer> layers) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("g")
            .addInput(ValueInfoProto.newBuilder().setName("x"))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    layers.forEach(layer -> graph.addNode(layer.anchor()));
    return OnnxModel.of(
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build(),
        "m");
  }

  /** 200 + 100 us in float, 40 + 20 us in INT8, 10 and 30 us to change in between. */
  private static List<InPlaceRecord> records() {
    return List.of(
        Costs.record(
            ProbePlans.FP32,
            FLOAT,
            300_000,
            List.of(kernel("c1", "Conv", "x", "t", 200), kernel("c2", "Conv", "t", "y", 100))),
        Costs.record(
            ProbePlans.INT8,
            INT8,
            66_000,
            List.of(
                kernel("x_q", "QuantizeLinear", "x", "x_q", 6),
                kernel("c1_token_1", "QLinearConv", "x_q", "t_q", 40),
                kernel("c2_token_2", "QLinearConv", "t_q", "y", 20))),
        Costs.record(
            "probe-1a",
            MIXED,
            230_000,
            List.of(
                kernel("t_nchwc", "Conv", "x", "t", 200),
                kernel("Transpose_1", "Transpose", "t_q", "u", 4),
                kernel("t_q_QuantizeLinear", "QuantizeLinear", "t", "t_q", 6),
                kernel("c2_token_2", "QLinearConv", "u", "y", 20))),
        Costs.record(
            "probe-1b",
            OTHER,
            176_000,
            List.of(
                kernel("x_q", "QuantizeLinear", "x", "x_q", 6),
                kernel("c1_token_1", "QLinearConv", "x_q", "t_q", 40),
                kernel("t_dq", "DequantizeLinear", "t_q", "t", 30),
                kernel("c2", "Conv", "t", "y", 100))));
  }

  private CostModel build(List<InPlaceRecord> records) {
    return CostModelBuilder.build(
        "0".repeat(64),
        "cpu",
        1,
        Topology.of(model, layers, INT8),
        new KernelOwners(model, layers),
        records);
  }

  @Test
  void costsAddUpToTheModelsTheyComeFrom() {
    CostModel costs = build(records());
    assertThat(costs.predictMs(FLOAT)).isCloseTo(0.300, within(1e-9));
    assertThat(costs.predictMs(INT8)).isCloseTo(0.066, within(1e-9));
    assertThat(costs.predictMs(MIXED)).isCloseTo(0.230, within(1e-9));
    assertThat(costs.predictMs(OTHER)).isCloseTo(0.176, within(1e-9));
    assertThat(costs.unmeasured(MIXED)).isZero();
  }

  @Test
  void whatTheProfilerAddsToEachKernelIsTakenOff() {
    List<InPlaceRecord> profiled =
        records().stream()
            .map(
                one ->
                    Costs.record(
                        one.variant(),
                        one.precisions(),
                        one.wholeNanos().get(0),
                        one.kernels().stream().map(k -> k.taking(k.micros() + 50)).toList()))
            .toList();
    CostModel costs = build(profiled);
    assertThat(costs.parts())
        .usingRecursiveComparison()
        .withComparatorForType(
            (a, b) -> Math.abs(a - b) < 0.1 ? 0 : Double.compare(a, b), Double.class)
        .isEqualTo(build(records()).parts());
  }

  @Test
  void aSlowRoundIsScaledToTheOthers() {
    List<InPlaceRecord> all = new ArrayList<>(records());
    for (InPlaceRecord one : records()) {
      all.add(slower(one, 1, 2));
      all.add(slower(one, 2, 1));
    }
    // The middle half of 1, 1, 2 times the usual is their mean, for every model alike.
    double level = build(all).predictMs(FLOAT) / 0.300;
    assertThat(build(all).predictMs(MIXED)).isCloseTo(level * 0.230, within(1e-6));
    assertThat(build(all).predictMs(INT8)).isCloseTo(level * 0.066, within(1e-6));
  }

  private static InPlaceRecord slower(InPlaceRecord one, int round, int times) {
    return new InPlaceRecord(
        one.backend(),
        one.variant(),
        round,
        one.precisions(),
        one.wholeNanos().stream().map(nanos -> times * nanos).toList(),
        one.profiledNanos(),
        one.kernels().stream()
            .map(
                kernel ->
                    kernel(
                        kernel.name(),
                        kernel.op(),
                        String.join(" ", kernel.inputs()),
                        kernel.outputs().get(0),
                        times * kernel.micros()))
            .toList(),
        List.of(),
        null);
  }

  @Test
  void whatProfilingSlowsIsTakenOut() {
    List<InPlaceRecord> slowed = new ArrayList<>();
    for (InPlaceRecord one : records()) {
      InPlaceRecord twice = slower(one, 0, 2);
      slowed.add(
          Costs.record(one.variant(), one.precisions(), one.wholeNanos().get(0), twice.kernels()));
    }
    assertThat(build(slowed).predictMs(MIXED)).isCloseTo(0.230, within(1e-9));
  }

  @Test
  void aBoundaryThatWasNotSeenIsSaidToBeSo() {
    CostModel costs = build(records().subList(0, 2));
    assertThat(costs.unmeasured(MIXED)).isEqualTo(1);
    assertThat(costs.predictMs(MIXED)).isPositive();
  }

  @Test
  void withoutTheFloatModelThereAreNoCosts() {
    InPlaceRecord failed =
        new InPlaceRecord(
            "cpu", "fp32", 0, FLOAT, List.of(), List.of(), List.of(), List.of(), "it crashed");
    assertThatThrownBy(() -> build(List.of(failed)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("FP32 model was never timed in place");
  }

  @Test
  void aLayerAloneStandsBesideTheLayerInPlace() {
    CostModel costs = build(records());
    Reconciliation reconciliation =
        new Reconciliation(costs, records(), new KernelOwners(model, layers));
    List<Reconciliation.Alone> alone =
        List.of(
            new Reconciliation.Alone(
                "c2", Precision.INT8, 0.035, 0.005, List.of("Transpose", "QLinearConv")),
            new Reconciliation.Alone("c1", Precision.FP32, 0.210, 0.005, List.of("Conv")),
            new Reconciliation.Alone("c2", Precision.FP32, 0.060, null, List.of("FusedConv")));
    InPlaceRows rows = reconciliation.rows(alone, records());
    assertThat(rows.layersText())
        .containsSubsequence(
            "cpu,c1,fp32,0.210000,0.005000,0.205000,0.200000,2.5,\r\n",
            "cpu,c2,fp32,0.060000,,0.060000,0.100000,-40.0,"
                + "in place other kernels run (Conv instead of FusedConv)\r\n",
            "cpu,c2,int8,0.035000,0.005000,0.030000,0.020000,50.0,"
                + "alone it also converts layout or precision (Transpose)\r\n");
    assertThat(rows.modelsText())
        .contains("cpu,fp32,0.300000,0.300000,0.0,0.300000,0.300000,0.0\r\n");
  }

  @Test
  void theTablesAreReadBackAsTheyWere(@TempDir Path folder) throws IOException {
    CostModel costs = build(records());
    List<Reconciliation.Alone> alone =
        List.of(new Reconciliation.Alone("c1", Precision.FP32, 0.5, null, List.of("MatMul")));
    InPlaceRows rows =
        new Reconciliation(costs, records(), new KernelOwners(model, layers))
            .rows(alone, records());
    Path models = Files.writeString(folder.resolve("inplace.csv"), rows.modelsText());
    Path reconciled = Files.writeString(folder.resolve("reconciliation.csv"), rows.layersText());
    InPlaceRows read = InPlaceRows.read(models, reconciled);
    assertThat(read.modelsText()).isEqualTo(rows.modelsText());
    assertThat(read.layersText()).isEqualTo(rows.layersText());
    assertThat(read.layers().get(0).cause()).contains("MatMul");
  }

  @Test
  void theFileIsReadBackAsItWas() {
    CostModel costs = build(records());
    assertThat(Json.parse(Json.pretty(costs), CostModel.class, "costs.json")).isEqualTo(costs);
  }

  @Test
  void recordsAreChecked() {
    assertThatThrownBy(
            () ->
                new InPlaceRecord(
                    "cpu", "fp32", 0, FLOAT, List.of(), List.of(), List.of(), List.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kernel("k", "Conv", "x", "y", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CostModel.Cost(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

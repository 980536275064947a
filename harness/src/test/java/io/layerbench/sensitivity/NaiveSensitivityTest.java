package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.TestAssets;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.ElementType;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.quantize.Range;
import io.layerbench.quantize.Treatment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep over ResNet-8 and its own images against the naive way: one whole model per case, made
 * here from the definition alone. Weights are rounded to max|W| / 127, and QuantizeLinear and
 * DequantizeLinear stand before each treated layer.
 */
class NaiveSensitivityTest {

  private final SweepFixture fixture;

  NaiveSensitivityTest(@TempDir Path folder) {
    this.fixture =
        SweepFixture.of(
            TestAssets.require("cifar10/resnet8.onnx"), folder, SweepFixture.dataset("resnet8"), 4);
  }

  @Test
  void equalsOneWholeModelPerCase() {
    List<SweepCase> cases =
        fixture.cases(EnumSet.allOf(Mode.class), List.of(Treatment.of(Precision.INT8)));
    List<PartialSensitivity> sweep = fixture.sweep(cases, fixture.items());

    assertThat(cases).hasSizeGreaterThan(20);
    for (int i = 0; i < cases.size(); i++) {
      SweepCase one = cases.get(i);
      double[] naive = naive(one);
      close(sweep.get(i).own(), naive[0], one.id());
      close(Objects.requireNonNull(sweep.get(i).model()), naive[1], one.id());
    }
  }

  private static void close(Distance distance, double norms, String id) {
    // Sums in another order move the last digits, and some values across a rounding threshold.
    double signal = Math.sqrt(distance.squaredSignal());
    assertThat(distance.norms()).as(id).isCloseTo(norms, within(0.02 * norms + 1e-4 * signal));
  }

  /** Σ ‖Y − Q‖₂ at the unit's own and at the model's output. */
  private double[] naive(SweepCase one) {
    String own = layer(one.observed()).output();
    List<String> outputs = List.of(own, fixture.scored());
    double[] sums = new double[outputs.size()];
    try (Session exact = open(fixture.model(), own);
        Session treated = open(treated(one.layers().keySet()), own)) {
      for (Item item : fixture.items()) {
        Map<String, TensorData> y = exact.run(item.inputs(), outputs);
        Map<String, TensorData> q = treated.run(item.inputs(), outputs);
        for (int i = 0; i < sums.length; i++) {
          sums[i] +=
              SweepFixture.norm(
                  Objects.requireNonNull(y.get(outputs.get(i))),
                  Objects.requireNonNull(q.get(outputs.get(i))));
        }
      }
    }
    return sums;
  }

  private static Session open(OnnxModel model, String output) {
    return Backends.named("cpu")
        .open(
            Edges.withOutputs(model, List.of(output)).toBytes(),
            new SessionSettings(1, false, true, false, null));
  }

  private Layer layer(String name) {
    return fixture.parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private OnnxModel treated(Set<String> layers) {
    Set<NodeProto> anchors = new HashSet<>();
    layers.forEach(name -> anchors.add(layer(name).nodes().get(0)));
    GraphProto.Builder graph = fixture.model().proto().getGraph().toBuilder().clearNode();
    int treated = 0;
    for (NodeProto node : fixture.model().graph().nodes()) {
      if (anchors.contains(node)) {
        treated++;
        node = treat(graph, node);
      }
      graph.addNode(node);
    }
    assertThat(treated).isEqualTo(layers.size());
    return OnnxModel.of(fixture.model().proto().toBuilder().setGraph(graph).build(), "treated");
  }

  /** The node on rounded weights and input, behind the nodes that round its input. */
  private NodeProto treat(GraphProto.Builder graph, NodeProto anchor) {
    String input = anchor.getInput(0);
    String own = "naive_" + anchor.getOutput(0);
    Range range = Objects.requireNonNull(fixture.ranges().ranges().get(input), input);
    float low = Math.min(0, range.min());
    float scale = (Math.max(0, range.max()) - low) / 255;
    byte zero = (byte) Math.rint(-low / scale);
    graph.addInitializer(Tensors.ofFloats(own + "_scale", new float[] {scale}));
    graph.addInitializer(
        Tensors.of(own + "_zero", ElementType.UINT8, ByteBuffer.wrap(new byte[] {zero})));
    graph.addNode(convert("QuantizeLinear", input, own, own + "_q"));
    graph.addNode(convert("DequantizeLinear", own + "_q", own, own + "_dq"));
    graph.addInitializer(
        rounded(own + "_w", fixture.model().graph().initializers().get(anchor.getInput(1))));
    return anchor.toBuilder().setInput(0, own + "_dq").setInput(1, own + "_w").build();
  }

  private static NodeProto convert(String op, String input, String own, String output) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(output)
        .addAllInput(List.of(input, own + "_scale", own + "_zero"))
        .addOutput(output)
        .build();
  }

  private static TensorProto rounded(String name, @Nullable TensorProto weights) {
    float[] values = Tensors.floats(Objects.requireNonNull(weights, name));
    float peak = 0;
    for (float value : values) {
      peak = Math.max(peak, Math.abs(value));
    }
    float scale = peak / 127;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.rint(values[i] / scale) * scale;
    }
    return weights.toBuilder()
        .setName(name)
        .clearFloatData()
        .setRawData(Tensors.ofFloats(name, values, values.length).getRawData())
        .build();
  }
}

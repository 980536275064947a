package io.layerbench.quantize;

import static io.layerbench.quantize.QuantizedModels.all;
import static io.layerbench.quantize.QuantizedModels.quantizer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.layerbench.backend.ActivationType;
import io.layerbench.backend.Fp16;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantized models with something broken in them: read or refused with a reason, nothing else. */
class DamagedQuantizedModelsTest {

  private final Path dir;

  DamagedQuantizedModelsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void damageIsReadOrRefused() throws IOException {
    HandModels models = HandModels.residual(13);
    Scheme scheme = Scheme.baseline(ActivationType.UINT8).withPerChannelWeights(true);
    OnnxModel int8 = quantizer(models, scheme, Fp16.STORAGE).build(all(models, Precision.INT8));
    Random random = new Random(17);
    int refused = 0;
    int read = 0;
    for (int i = 0; i < 600; i++) {
      ModelProto damaged = damage(int8.proto(), random);
      Path file = Files.write(dir.resolve("damaged.onnx"), damaged.toByteArray());
      try {
        QuantizedModel model = QuantizedModelReader.read(ModelReader.read(file));
        assertThat(model.floatModel().graph().outputs()).isNotEmpty();
        read++;
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains("(");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
    assertThat(read).isGreaterThan(100);
  }

  private static ModelProto damage(ModelProto model, Random random) {
    ModelProto.Builder damaged = model.toBuilder();
    GraphProto.Builder graph = damaged.getGraphBuilder();
    if (random.nextBoolean()) {
      int at = random.nextInt(graph.getInitializerCount());
      graph.setInitializer(at, damage(graph.getInitializer(at).toBuilder(), random));
    } else {
      int at = random.nextInt(graph.getNodeCount());
      String other = graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName();
      graph.setNode(at, damage(graph.getNode(at).toBuilder(), other, random));
    }
    return damaged.build();
  }

  private static TensorProto.Builder damage(TensorProto.Builder tensor, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> tensor.clearDims().addDims(random.nextInt(4));
      case 1 -> tensor.setDataType(random.nextInt(24));
      case 2 -> tensor.setRawData(tensor.getRawData().substring(tensor.getRawData().size() / 2));
      default -> {
        byte[] raw = tensor.getRawData().toByteArray();
        if (raw.length > 0) {
          raw[random.nextInt(raw.length)] = (byte) random.nextInt(256);
        }
        yield tensor.setRawData(ByteString.copyFrom(raw));
      }
    };
  }

  private static NodeProto.Builder damage(NodeProto.Builder node, String other, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> node.setInput(random.nextInt(node.getInputCount()), other);
      case 1 -> node.setInput(random.nextInt(node.getInputCount()), "");
      case 2 -> node.clearInput();
      case 3 ->
          node.clearAttribute().addAttribute(GraphBuilder.integer("axis", random.nextInt(7) - 3));
      default -> node.setOpType("QLinearConv");
    };
  }
}

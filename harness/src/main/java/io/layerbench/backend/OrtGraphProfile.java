package io.layerbench.backend;

import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.statistics.Midmean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Joins ONNX Runtime's profile with the optimized graph that it saved: the profile knows the times,
 * the graph what reads what.
 */
public final class OrtGraphProfile {

  /** The runtime's own convolutions take a tensor to add as a fourth input. */
  private static final int SUMMED_INPUT = 3;

  private OrtGraphProfile() {}

  /**
   * The kernels in the optimized graph's order.
   *
   * @param profile what the runtime wrote at the end of profiling
   * @param optimized the graph that it saved
   * @throws InvalidInputException when a file is not what it should be
   */
  public static List<GraphKernel> kernels(Path profile, Path optimized) {
    Map<String, double[]> durations = OrtProfile.durations(profile);
    GraphProto graph = read(optimized);
    Set<String> constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<GraphKernel> kernels = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      double[] micros = durations.get(node.getName());
      if (micros != null) {
        kernels.add(
            new GraphKernel(
                node.getName(),
                node.getOpType(),
                fused(node),
                named(node.getInputList()).filter(name -> !constants.contains(name)).toList(),
                named(node.getOutputList()).toList(),
                Midmean.of(micros)));
      }
    }
    return kernels;
  }

  private static Stream<String> named(List<String> tensors) {
    return tensors.stream().filter(name -> !name.isEmpty());
  }

  private static String fused(NodeProto node) {
    List<String> parts = new ArrayList<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals("activation")) {
        parts.add(attribute.getS().toStringUtf8());
      }
    }
    boolean convolution = node.getOpType().equals("Conv") || node.getOpType().equals("FusedConv");
    if (convolution && node.getInputCount() > SUMMED_INPUT) {
      parts.add("sum");
    }
    return String.join("+", parts);
  }

  private static GraphProto read(Path optimized) {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(optimized)).getGraph();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The runtime's optimized graph "
              + optimized.getFileName()
              + " cannot be read ("
              + e
              + ").",
          "check the disk.",
          e);
    }
  }
}

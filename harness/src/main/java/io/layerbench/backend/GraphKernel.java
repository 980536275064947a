package io.layerbench.backend;

import java.util.List;

/**
 * One kernel of a whole model as the runtime executed it, with its place in the optimized graph.
 *
 * @param name the node's name in the optimized graph
 * @param op its operator there, such as "QLinearConv"
 * @param fused what the runtime joined to it, such as "Clip" or "Clip+sum"; empty for nothing
 * @param inputs the tensors that it reads there, without constants
 * @param outputs the tensors that it gives there
 * @param micros the mean of the middle half of its own times, in microseconds: the profile's
 *     durations are whole microseconds, which a median would keep
 */
public record GraphKernel(
    String name,
    String op,
    String fused,
    List<String> inputs,
    List<String> outputs,
    double micros) {

  public GraphKernel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (!Double.isFinite(micros) || micros < 0) {
      throw new IllegalArgumentException("kernel (" + name + ") took (" + micros + ") us");
    }
  }

  /** The same kernel with another time in microseconds. */
  public GraphKernel taking(double otherMicros) {
    return new GraphKernel(name, op, fused, inputs, outputs, otherMicros);
  }

  /** What distinguishes two kernels that could stand for the same layer. */
  public String signature() {
    return fused.isEmpty() ? op : op + "[" + fused + "]";
  }
}

package io.layerbench.backend;

import com.google.protobuf.ByteString;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.IdentityModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;
import io.layerbench.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A small convolution that a provider must compute as the CPU does; for child processes only. */
public final class ProbeModel {

  private static final List<Long> INPUT = List.of(1L, 3L, 8L, 8L);
  private static final List<Long> WEIGHTS = List.of(4L, 3L, 3L, 3L);
  private static final List<Long> OUTPUT = List.of(1L, 4L, 6L, 6L);
  private static final int OPSET = 13;
  private static final int IR_VERSION = 7;

  /** Of the largest value: sums in another order differ by less, TF32 or a wrong kernel by more. */
  private static final double TOLERANCE = 1e-4;

  private ProbeModel() {}

  /**
   * The last step of every GPU backend's ladder.
   *
   * @param difference runs it, and says how the result differs from the CPU's; may throw {@link
   *     BackendException}
   * @param remedy what to do about a message of the runtime's
   */
  public static ProbeStep step(Supplier<String> difference, UnaryOperator<String> remedy) {
    return new ProbeStep(Rung.MODEL_RUNS, () -> requireSameResult(difference, remedy));
  }

  private static void requireSameResult(Supplier<String> difference, UnaryOperator<String> remedy) {
    String found;
    try {
      found = difference.get();
    } catch (BackendException e) {
      String message = String.valueOf(e.getMessage());
      throw new RungException(Rung.MODEL_RUNS, message, remedy.apply(message), e);
    }
    if (!found.isEmpty()) {
      throw new RungException(
          Rung.MODEL_RUNS,
          found,
          "times of a device that computes something else mean nothing: check the libraries'"
              + " versions and the driver.");
    }
  }

  /** Runs it on both: how they differ, and the empty text where they agree. */
  static String difference(OrtSessions.Provider provider) {
    return sessionDifference(model -> OrtSessions.open(model, SessionSettings.shared(1), provider));
  }

  /**
   * Runs it on a backend's session and on the CPU.
   *
   * @param opener opens a model; its session is closed
   * @return how they differ, and the empty text where they agree
   */
  public static String sessionDifference(Function<byte[], Session> opener) {
    return difference(
        run(opener),
        run(model -> OrtSessions.open(model, SessionSettings.shared(1), OrtSessions.Provider.CPU)));
  }

  static String difference(float[] actual, float[] expected) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      // Negated, so that NaN differs.
      if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * largest)) {
        return String.format(
            Locale.ROOT,
            "a small convolution gives %s where the CPU gives %s",
            actual[i],
            expected[i]);
      }
    }
    return "";
  }

  private static float[] run(Function<byte[], Session> opener) {
    try (Session session = opener.apply(bytes())) {
      TensorData input = TensorData.ofFloats(values(INPUT, 0.7), longs(INPUT));
      TensorData output = session.run(Map.of("x", input), Set.of("y")).get("y");
      if (output == null) {
        throw new BackendException("the small convolution gave no output");
      }
      return output.toFloats();
    }
  }

  /** The model's bytes. */
  static byte[] bytes() {
    int floats = ElementType.FLOAT.onnx();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("probe")
            .addInput(IdentityModel.valueInfo("x", TensorType.of(floats, longs(INPUT))))
            .addOutput(IdentityModel.valueInfo("y", TensorType.of(floats, longs(OUTPUT))))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("w")
                    .setDataType(floats)
                    .addAllDims(WEIGHTS)
                    .setRawData(ByteString.copyFrom(raw(values(WEIGHTS, 0.3)))))
            .addNode(
                NodeProto.newBuilder()
                    .setName("conv")
                    .setOpType("Conv")
                    .addInput("x")
                    .addInput("w")
                    .addOutput("y"));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** Values between -1 and 1, none equal to its neighbour, the same in every process. */
  private static float[] values(List<Long> shape, double step) {
    float[] values =
        new float[(int) shape.stream().mapToLong(dim -> dim).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(step * (i + 1));
    }
    return values;
  }

  private static byte[] raw(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static long[] longs(List<Long> dims) {
    return dims.stream().mapToLong(dim -> dim).toArray();
  }
}

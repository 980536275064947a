package io.layerbench.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.layerbench.run.CaseFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a careful engineer would write by hand: a loop around an ONNX Runtime session, with the same
 * options, inputs and pinned outputs as the suite's forks, and none of the suite's code. Prints the
 * median in nanoseconds.
 */
public final class PlainLoop {

  private PlainLoop() {}

  /** Arguments: the case file, warm-up runs, samples. */
  public static void main(String[] arguments) throws IOException, OrtException {
    CaseFile file = CaseFile.read(Path.of(arguments[0]));
    int warmup = Integer.parseInt(arguments[1]);
    long[] nanos = new long[Integer.parseInt(arguments[2])];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(file.threads());
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session = environment.createSession(file.model().toString(), options)) {
        Map<String, OnnxTensor> inputs = inputs(environment, file);
        Map<String, OnnxTensor> outputs = outputs(environment, session);
        for (int i = 0; i < warmup; i++) {
          session.run(inputs, outputs).close();
        }
        for (int i = 0; i < nanos.length; i++) {
          long start = System.nanoTime();
          session.run(inputs, outputs).close();
          nanos[i] = System.nanoTime() - start;
        }
      }
    }
    Arrays.sort(nanos);
    System.out.println("median_nanos=" + nanos[nanos.length / 2]);
  }

  private static Map<String, OnnxTensor> inputs(OrtEnvironment environment, CaseFile file)
      throws IOException, OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (CaseFile.Tensor input : file.inputs()) {
      long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
      tensors.put(
          input.name(),
          OnnxTensor.createTensor(
              environment, input.read().bytes(), shape, OnnxJavaType.valueOf(input.type().name())));
    }
    return tensors;
  }

  private static Map<String, OnnxTensor> outputs(OrtEnvironment environment, OrtSession session)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (var output : session.getOutputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) output.getValue().getInfo();
      long elements = Arrays.stream(info.getShape()).reduce(1, (a, b) -> a * b);
      ByteBuffer buffer =
          ByteBuffer.allocateDirect((int) elements * info.type.size).order(ByteOrder.nativeOrder());
      tensors.put(
          output.getKey(),
          OnnxTensor.createTensor(environment, buffer, info.getShape(), info.type));
    }
    return tensors;
  }
}

package io.layerbench.suite;

import io.layerbench.backend.Backends;
import io.layerbench.backend.Fp16;
import io.layerbench.base.AtomicFiles;
import io.layerbench.base.ChildFailedException;
import io.layerbench.base.ElementType;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.onnx.TensorType;
import io.layerbench.run.BenchmarkCase;
import io.layerbench.run.CaseFile;
import io.layerbench.run.OutputTolerances;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import io.layerbench.worker.Tasks.CapturedTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Adds to a case's file what its forks must compute. */
final class ExpectedOutputs {

  private final ModelWorker worker;

  ExpectedOutputs(ModelWorker worker) {
    this.worker = worker;
  }

  /**
   * Simulates the case and writes its outputs beside its inputs.
   *
   * @return the case file
   * @throws NoExpectedOutputException when the simulation fails
   */
  Path addTo(Path caseFile, BenchmarkCase one) {
    Path absolute = caseFile.toAbsolutePath();
    try {
      CaseFile file = CaseFile.read(absolute);
      Fp16 fp16 = Backends.named(one.backend()).capabilities().fp16();
      List<CapturedTensor> outputs =
          worker.expect(
              new Tasks.Expect(
                  file.model().toAbsolutePath().toString(),
                  file.inputs().stream().map(ExpectedOutputs::toTask).toList(),
                  absolute.toString().replaceFirst("\\.case$", ".out")));
      CaseFile.Expected expected =
          new CaseFile.Expected(
              OutputTolerances.of(one, fp16),
              outputs.stream().map(ExpectedOutputs::fromTask).toList());
      AtomicFiles.write(absolute, file.expecting(expected).toText());
      return caseFile;
    } catch (ChildFailedException e) {
      throw new NoExpectedOutputException(e);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The case (" + one.id() + ") cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  private static CapturedTensor toTask(CaseFile.Tensor tensor) {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    return new CapturedTensor(
        tensor.name(),
        tensor.file().toAbsolutePath().toString(),
        TensorType.of(tensor.type().onnx(), shape));
  }

  private static CaseFile.Tensor fromTask(CapturedTensor tensor) {
    return new CaseFile.Tensor(
        tensor.tensor(),
        ElementType.ofOnnx(tensor.type().elementType()),
        tensor.type().dims(),
        Path.of(tensor.file()));
  }
}

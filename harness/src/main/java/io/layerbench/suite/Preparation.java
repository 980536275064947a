package io.layerbench.suite;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.run.RunFolder;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A model prepared in a temporary folder, so that a model that cannot be used leaves no run behind.
 */
final class Preparation implements AutoCloseable {

  private static final String PREPARED = "prepared.onnx";
  private static final String TIMED = "timed.onnx";

  private final Path temporary;
  private final Tasks.Prepared prepared;
  private final boolean batched;

  private Preparation(Job job, ModelWorker worker, Path temporary) {
    this.temporary = temporary;
    this.batched = job.options().batch() > 1;
    this.prepared = prepare(job, worker, temporary.resolve(PREPARED), 1);
    if (batched) {
      prepare(job, worker, temporary.resolve(TIMED), job.options().batch());
    }
  }

  /** Prepares a job's model, at batch 1 and at the batch that is timed. */
  static Preparation of(Job job, ModelWorker worker) {
    Path temporary = temporaryFolder();
    try {
      return new Preparation(job, worker, temporary);
    } catch (RuntimeException e) {
      delete(temporary);
      throw e;
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("layerbench");
    } catch (IOException e) {
      throw new EnvironmentException(
          "No temporary folder can be made (" + IoReason.of(e) + ").", "check the disk.", e);
    }
  }

  private static Tasks.Prepared prepare(Job job, ModelWorker worker, Path output, int batch) {
    return worker.prepare(
        new Tasks.Prepare(
            job.files().model().toAbsolutePath().toString(),
            job.options().shapes(),
            batch,
            job.source(),
            output.toAbsolutePath().toString()));
  }

  /** What the worker found. */
  Tasks.Prepared prepared() {
    return prepared;
  }

  /** The model where it lies now. */
  Workspace workspace() {
    return workspace(temporary);
  }

  /** Moves the model into a run's folder. */
  Workspace moveInto(RunFolder folder) {
    Path work = folder.work().toAbsolutePath();
    try {
      move(PREPARED, work);
      if (batched) {
        move(TIMED, work);
      }
      if (prepared.quantized() != null) {
        move(Tasks.Prepared.QUANTIZED, work);
      }
      return workspace(work);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The run's folder " + folder.path() + " cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  private void move(String name, Path work) throws IOException {
    Files.move(temporary.resolve(name), work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private Workspace workspace(Path folder) {
    Path preparedFile = folder.resolve(PREPARED);
    Path timedFile = batched ? folder.resolve(TIMED) : preparedFile;
    OnnxModel model = ModelReader.read(preparedFile);
    OnnxModel timed = batched ? ModelReader.read(timedFile) : model;
    return new Workspace(
        model,
        preparedFile,
        timed,
        timedFile,
        LayerSplitter.split(timed),
        ArrivedQuantization.read(
            prepared.quantized() == null ? null : folder.resolve(Tasks.Prepared.QUANTIZED)));
  }

  @Override
  public void close() {
    delete(temporary);
  }

  private static void delete(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(PREPARED));
      Files.deleteIfExists(folder.resolve(TIMED));
      Files.deleteIfExists(folder.resolve(Tasks.Prepared.QUANTIZED));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // The system cleans its temporary folder; the run itself lost nothing.
      folder.toFile().deleteOnExit();
    }
  }
}

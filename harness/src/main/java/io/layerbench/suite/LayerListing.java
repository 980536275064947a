package io.layerbench.suite;

import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.run.LayerRow;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Lists a model's layers without measuring anything. */
public final class LayerListing {

  private final ModelWorker worker;
  private final Path temporary;

  /**
   * @param temporary a folder for the prepared model
   */
  public LayerListing(ModelWorker worker, Path temporary) {
    this.worker = worker;
    this.temporary = temporary;
  }

  /** The layers and glue in the model's order. */
  public List<LayerRow> list(
      Path model, DataSource data, Map<String, List<Long>> shapes, int batch) {
    Path file = temporary.resolve("prepared.onnx").toAbsolutePath();
    String quantized =
        worker
            .prepare(
                new Tasks.Prepare(
                    model.toAbsolutePath().toString(), shapes, batch, data, file.toString()))
            .quantized();
    OnnxModel prepared = ModelReader.read(file);
    return RecordDraft.rows(
        new Workspace(
            prepared,
            file,
            prepared,
            file,
            LayerSplitter.split(prepared),
            ArrivedQuantization.read(quantized == null ? null : Path.of(quantized))));
  }
}

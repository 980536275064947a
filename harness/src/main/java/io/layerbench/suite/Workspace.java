package io.layerbench.suite;

import io.layerbench.backend.Backend;
import io.layerbench.base.Glob;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ModelQuantizer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model as the stations work on it.
 *
 * @param prepared the prepared model at batch 1, on which samples are run
 * @param preparedFile where it lies
 * @param timed the prepared model at the batch that is timed; the same at batch 1
 * @param timedFile where that lies
 * @param layers the layers of the timed model; the prepared one has the same names
 * @param arrived the quantization that the user's file came with
 */
record Workspace(
    OnnxModel prepared,
    Path preparedFile,
    OnnxModel timed,
    Path timedFile,
    List<Layer> layers,
    ArrivedQuantization arrived) {

  Workspace {
    layers = List.copyOf(layers);
  }

  /** Rewrites the timed model for a backend. */
  ModelQuantizer timedQuantizer(Backend backend, Ranges.Calibrated with) {
    return new ModelQuantizer(
            timed, layers, with.scheme(), with.ranges(), backend.capabilities().fp16())
        .withGiven(arrived.given());
  }

  /** Rewrites the model that samples are run on, for a backend. */
  ModelQuantizer sampleQuantizer(
      Backend backend, Ranges.Calibrated with, List<Layer> preparedLayers) {
    return new ModelQuantizer(
            prepared, preparedLayers, with.scheme(), with.ranges(), backend.capabilities().fp16())
        .withGiven(arrived.given());
  }

  /**
   * The layers whose names match a pattern in which the star stands for anything, slashes included.
   *
   * @param glob null for all layers
   * @throws UsageException when none matches
   */
  List<Layer> selected(@Nullable String glob) {
    if (glob == null) {
      return layers;
    }
    Glob pattern = new Glob(glob);
    List<Layer> selected = layers.stream().filter(layer -> pattern.matches(layer.name())).toList();
    if (selected.isEmpty()) {
      throw new UsageException(
          "No layer's name matches --layers (" + glob + ").",
          "`layers --model` lists the names; * stands for anything.");
    }
    return selected;
  }
}

package io.layerbench.run;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer as files and reports show it: what is left of {@link Layer} without its tensors.
 *
 * @param outputShape for example "1x64x56x56"
 * @param nodes names of its nodes in the model, the operator's where a node has none; null in runs
 *     of earlier programs
 */
public record LayerRow(
    int index,
    String name,
    LayerKind kind,
    String op,
    long parameters,
    String outputShape,
    @Nullable String floatReason,
    @Nullable List<String> nodes) {

  public LayerRow {
    nodes = nodes == null ? null : List.copyOf(nodes);
  }
}

package io.layerbench.run;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerKind;
import org.jspecify.annotations.Nullable;

/**
 * A layer as files and reports show it: what is left of {@link Layer} without its nodes.
 *
 * @param outputShape for example "1x64x56x56"
 */
public record LayerRow(
    int index,
    String name,
    LayerKind kind,
    String op,
    long parameters,
    String outputShape,
    @Nullable String floatReason) {}

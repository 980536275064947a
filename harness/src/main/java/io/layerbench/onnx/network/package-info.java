/** Reference networks, built as ONNX models with seeded weights. */
@NullMarked
package io.layerbench.onnx.network;

import org.jspecify.annotations.NullMarked;

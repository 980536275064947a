/** Reads, checks and writes ONNX models, and splits them into layers. */
@NullMarked
package io.layerbench.onnx;

import org.jspecify.annotations.NullMarked;

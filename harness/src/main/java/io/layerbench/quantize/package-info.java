/** Calibration, scales and the rewriting of models to other precisions. */
@NullMarked
package io.layerbench.quantize;

import org.jspecify.annotations.NullMarked;

/** Several runs of one model side by side, and the gate that follows from it. */
@NullMarked
package io.layerbench.comparison;

import org.jspecify.annotations.NullMarked;

/** Recomputes from a run's raw samples what its other files say. */
@NullMarked
package io.layerbench.check;

import org.jspecify.annotations.NullMarked;

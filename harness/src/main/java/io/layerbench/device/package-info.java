/** The fingerprint of the hardware and the conditions of a run. */
@NullMarked
package io.layerbench.device;

import org.jspecify.annotations.NullMarked;

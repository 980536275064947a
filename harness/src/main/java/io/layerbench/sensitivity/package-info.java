/** How much each layer suffers from a precision. */
@NullMarked
package io.layerbench.sensitivity;

import org.jspecify.annotations.NullMarked;

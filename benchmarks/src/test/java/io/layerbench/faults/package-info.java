/** A backend whose layers fail in every way that a fork can. */
@NullMarked
package io.layerbench.faults;

import org.jspecify.annotations.NullMarked;

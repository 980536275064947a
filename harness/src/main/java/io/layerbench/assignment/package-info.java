/**
 * Gives variables with finitely many options the assignment of least cost, exactly; knows nothing
 * of layers or files.
 */
@NullMarked
package io.layerbench.assignment;

import org.jspecify.annotations.NullMarked;

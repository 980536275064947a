/**
 * Backends of the tests: one whose layers fail in every way that a fork can, and one that is as
 * fast as a file says.
 */
@NullMarked
package io.layerbench.faults;

import org.jspecify.annotations.NullMarked;

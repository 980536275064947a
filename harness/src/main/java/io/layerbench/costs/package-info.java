/**
 * What a plan will cost on a backend: kernels timed in place, inside whole models of several plans,
 * become one cost per layer and precision and one per change of precision, which add up.
 */
@NullMarked
package io.layerbench.costs;

import org.jspecify.annotations.NullMarked;

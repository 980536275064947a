/** The JMH benchmarks, and how the suite drives them fork by fork. */
@NullMarked
package io.layerbench.benchmarks;

import org.jspecify.annotations.NullMarked;

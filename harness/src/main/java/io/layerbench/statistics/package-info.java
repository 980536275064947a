/** Summaries of samples; knows nothing of files or layers. */
@NullMarked
package io.layerbench.statistics;

import org.jspecify.annotations.NullMarked;

/** The HTML report of a run. */
@NullMarked
package io.layerbench.report;

import org.jspecify.annotations.NullMarked;

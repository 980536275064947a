/** The records of a run and the folder that keeps them. */
@NullMarked
package io.layerbench.run;

import org.jspecify.annotations.NullMarked;

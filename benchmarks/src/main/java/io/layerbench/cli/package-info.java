/** The command line. */
@NullMarked
package io.layerbench.cli;

import org.jspecify.annotations.NullMarked;

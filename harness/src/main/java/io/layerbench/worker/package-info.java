/** The child process that runs models for everything but timing. */
@NullMarked
package io.layerbench.worker;

import org.jspecify.annotations.NullMarked;

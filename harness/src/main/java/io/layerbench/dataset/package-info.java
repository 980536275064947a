/** Labelled and unlabelled inputs and their preprocessing. */
@NullMarked
package io.layerbench.dataset;

import org.jspecify.annotations.NullMarked;

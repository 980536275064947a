/** Scores, policies and plans. */
@NullMarked
package io.layerbench.ranking;

import org.jspecify.annotations.NullMarked;

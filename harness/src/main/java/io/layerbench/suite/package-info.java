/**
 * The main job: from a model and a device to a run with a ranking, a plan, a mixed model and a
 * report.
 */
@NullMarked
package io.layerbench.suite;

import org.jspecify.annotations.NullMarked;

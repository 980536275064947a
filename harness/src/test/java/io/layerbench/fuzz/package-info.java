/** Targets for Jazzer: one per kind of file that a stranger may have made. */
package io.layerbench.fuzz;

/** What runs a model: the interface, its capabilities, and the implementations. */
@NullMarked
package io.layerbench.backend;

import org.jspecify.annotations.NullMarked;

/** What every other package may use: precisions, errors, files, JSON. */
@NullMarked
package io.layerbench.base;

import org.jspecify.annotations.NullMarked;

/**
 * All runs as tables, for questions in SQL. Reading them is here; the database is an optional
 * module, found by {@code ServiceLoader}.
 */
@NullMarked
package io.layerbench.query;

import org.jspecify.annotations.NullMarked;

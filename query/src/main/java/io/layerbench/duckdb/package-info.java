/** Answers questions in SQL with DuckDB. */
@NullMarked
package io.layerbench.duckdb;

import org.jspecify.annotations.NullMarked;

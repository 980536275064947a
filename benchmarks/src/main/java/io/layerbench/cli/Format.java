package io.layerbench.cli;

/** How a command prints its data. */
enum Format {
  TEXT,
  JSON
}

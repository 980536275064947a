package io.layerbench.assignment;

/** What a problem under limits came to. */
public sealed interface Outcome permits Solution, Infeasible {}

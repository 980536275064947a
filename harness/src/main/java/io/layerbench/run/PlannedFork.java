package io.layerbench.run;

/**
 * One fork to run.
 *
 * @param benchmarkCase the case
 * @param fork from 0
 * @param sequence its place in the order of execution, over the whole run
 */
public record PlannedFork(BenchmarkCase benchmarkCase, int fork, int sequence) {}

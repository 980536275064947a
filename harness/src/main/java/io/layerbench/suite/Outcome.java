package io.layerbench.suite;

import io.layerbench.run.RunFolder;

/**
 * How a run ended.
 *
 * @param folder where everything lies
 * @param failedCases how many cases have a fork without samples
 * @param verdict one honest line
 * @param reportFailure why there is no report.html; empty where there is one
 */
public record Outcome(RunFolder folder, long failedCases, String verdict, String reportFailure) {}

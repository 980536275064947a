package io.layerbench.report;

/**
 * A value with its label, as a report lists them.
 *
 * @param label for people
 * @param value for people, with its unit
 */
public record Labelled(String label, String value) {}

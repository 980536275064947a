package io.layerbench.run;

/**
 * A model that a run timed and evaluated beside its own.
 *
 * @param file its name
 * @param sha256 of its bytes
 */
public record ComparedModel(String file, String sha256) {}

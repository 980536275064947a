package io.layerbench.suite;

import io.layerbench.run.RunOptions;

/**
 * Names the files of a run that there is one of per backend: the first backend's have plain names,
 * another's carry its own.
 *
 * @param first the first backend
 */
public record BackendFiles(String first) {

  /** Of a run with these options. */
  public static BackendFiles of(RunOptions options) {
    return new BackendFiles(options.backends().get(0));
  }

  /**
   * A file's name.
   *
   * @param stem for example "plan"
   * @param ending for example ".json"
   */
  public String name(String stem, String backend, String ending) {
    return backend.equals(first) ? stem + ending : stem + "-" + backend + ending;
  }
}

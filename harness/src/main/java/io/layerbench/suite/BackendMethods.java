package io.layerbench.suite;

import java.util.Map;

/**
 * The methods of every backend of a run.
 *
 * @param methods by backend
 */
record BackendMethods(Map<String, Methods> methods) {

  BackendMethods {
    methods = Map.copyOf(methods);
  }

  Methods of(String backend) {
    Methods found = methods.get(backend);
    if (found == null) {
      throw new IllegalStateException("no methods for (" + backend + ")");
    }
    return found;
  }
}

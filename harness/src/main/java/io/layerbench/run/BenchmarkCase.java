package io.layerbench.run;

/**
 * One thing to time: a layer, a whole model or the sentinel, as a variant on a backend. Each fork
 * of it is one JMH trial.
 *
 * @param kind what it times
 * @param subject the layer's name, or the evaluation method's for a whole model
 * @param backend the backend's name
 * @param variant the precision's lower-case name, or "mixed"
 */
public record BenchmarkCase(CaseKind kind, String subject, String backend, String variant) {

  /** Unique within a run, and stable between runs of the same model. */
  public String id() {
    String start = backend + "/" + variant;
    return switch (kind) {
      case LAYER -> start + "/layer/" + subject;
      case MODEL -> start + "/model";
      case SENTINEL -> start + "/sentinel";
    };
  }
}

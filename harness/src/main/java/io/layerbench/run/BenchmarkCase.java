package io.layerbench.run;

/**
 * One thing to time: a layer or a whole model, as a variant on a backend. Each fork of it is one
 * JMH trial.
 *
 * @param kind what it times
 * @param subject the layer's name, or the evaluation method's for a whole model
 * @param backend the backend's name
 * @param variant the precision's lower-case name, or "mixed"
 */
public record BenchmarkCase(CaseKind kind, String subject, String backend, String variant) {

  /** Unique within a run, and stable between runs of the same model. */
  public String id() {
    return kind == CaseKind.MODEL
        ? backend + "/" + variant + "/model"
        : backend + "/" + variant + "/layer/" + subject;
  }
}

package io.layerbench.sensitivity;

import org.jspecify.annotations.Nullable;

/** What a case has shown so far. */
final class CaseMeter {

  private final SweepCase subject;
  private @Nullable Distance own;
  private @Nullable Distance model;
  private @Nullable Predictions predictions;

  CaseMeter(SweepCase subject) {
    this.subject = subject;
  }

  void own(Distance more) {
    own = own == null ? more : own.plus(more);
  }

  void model(Distance more) {
    model = model == null ? more : model.plus(more);
  }

  void predicted(Predictions more) {
    predictions = predictions == null ? more : predictions.plus(more);
  }

  /** Adds what another pass has shown of the same case. */
  void add(CaseMeter other) {
    if (other.own != null) {
      own(other.own);
    }
    if (other.model != null) {
      model(other.model);
    }
    if (other.predictions != null) {
      predicted(other.predictions);
    }
  }

  /**
   * The result.
   *
   * @param parameters N_i of the case's unit
   */
  PartialSensitivity partial(long parameters) {
    if (own == null) {
      throw new IllegalStateException("no sample was run for (" + subject.id() + ")");
    }
    return new PartialSensitivity(subject.id(), parameters, own, model, predictions);
  }
}

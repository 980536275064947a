package io.layerbench.sensitivity;

/**
 * What a classifier's output says beside FP32's, as counts and sums over samples that add up.
 *
 * @param samples how many samples
 * @param divergence Σ KL(softmax(Y) ‖ softmax(Q)) in nats
 * @param agreeing where both have the same top-1 class
 * @param labelled samples with a label
 * @param bothRight labels that both hit
 * @param onlyFp32Right labels that only FP32 hits
 * @param onlyQuantizedRight labels that only the simulation hits
 */
public record Predictions(
    int samples,
    double divergence,
    int agreeing,
    int labelled,
    int bothRight,
    int onlyFp32Right,
    int onlyQuantizedRight) {

  /** No sample yet. */
  public static final Predictions NONE = new Predictions(0, 0, 0, 0, 0, 0, 0);

  public Predictions {
    boolean counts =
        agreeing >= 0
            && agreeing <= samples
            && labelled <= samples
            && bothRight >= 0
            && onlyFp32Right >= 0
            && onlyQuantizedRight >= 0
            && bothRight + onlyFp32Right + onlyQuantizedRight <= labelled;
    if (!Double.isFinite(divergence) || divergence < 0 || !counts) {
      throw new IllegalArgumentException("predictions that do not add up: " + samples);
    }
  }

  /** Both sets of samples together. */
  public Predictions plus(Predictions other) {
    return new Predictions(
        samples + other.samples,
        divergence + other.divergence,
        agreeing + other.agreeing,
        labelled + other.labelled,
        bothRight + other.bothRight,
        onlyFp32Right + other.onlyFp32Right,
        onlyQuantizedRight + other.onlyQuantizedRight);
  }
}

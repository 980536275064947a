package io.layerbench.sensitivity;

import io.layerbench.statistics.PairedDifference;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier's output says beside FP32's.
 *
 * @param klNats the mean over the samples of KL(softmax(Y) ‖ softmax(Q)), in nats
 * @param top1Percent how often both have the same top-1 class
 * @param labelled samples with a label
 * @param correctFp32 labels that FP32 hits
 * @param correct labels that the simulation hits
 * @param dropPoints FP32's accuracy less the simulation's, in points of percent; null without
 *     labels
 * @param dropLow the lower end of its 95% interval; null likewise
 * @param dropHigh the upper end; null likewise
 */
public record Agreement(
    double klNats,
    double top1Percent,
    int labelled,
    int correctFp32,
    int correct,
    @Nullable Double dropPoints,
    @Nullable Double dropLow,
    @Nullable Double dropHigh) {

  /** From counts over at least one sample. */
  static Agreement of(Predictions sums) {
    PairedDifference drop =
        sums.labelled() == 0
            ? null
            : PairedDifference.of(sums.labelled(), sums.onlyFp32Right(), sums.onlyQuantizedRight());
    return new Agreement(
        sums.divergence() / sums.samples(),
        100.0 * sums.agreeing() / sums.samples(),
        sums.labelled(),
        sums.bothRight() + sums.onlyFp32Right(),
        sums.bothRight() + sums.onlyQuantizedRight(),
        drop == null ? null : (Double) (100 * drop.difference()),
        drop == null ? null : (Double) (100 * drop.interval().low()),
        drop == null ? null : (Double) (100 * drop.interval().high()));
  }
}

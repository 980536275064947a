package io.layerbench.worker;

import io.layerbench.backend.GraphKernel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.Scheme;
import io.layerbench.sensitivity.SweepCase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker is asked and answers, as records that pass through JSON. Paths are absolute. */
public final class Tasks {

  private Tasks() {}

  /** Asks for a runtime's version. */
  public record RuntimeVersion(String backend) {}

  /**
   * Tries the machine.
   *
   * @param seconds for how long
   * @param threads how many processors there are
   */
  public record Noise(double seconds, int threads) {}

  /**
   * Asks for a prepared model.
   *
   * @param model the user's file
   * @param shapes input shapes by name, where the user gave them
   * @param batch the size of a free first dimension
   * @param data a sample of it fixes free shapes, and is what the model is run on once
   * @param output where to write the prepared model
   */
  public record Prepare(
      String model, Map<String, List<Long>> shapes, int batch, DataSource data, String output) {}

  /**
   * A prepared model.
   *
   * @param file where it lies
   * @param modelName the user's file's name without its ending
   * @param sha256 the digest of the user's file
   * @param quantized a copy of the user's file, for what it says of its quantization, beside the
   *     prepared model, which is then its FLOAT form; null where it did not arrive quantized
   */
  public record Prepared(String file, String modelName, String sha256, @Nullable String quantized) {

    /** The name of the quantized file in the prepared model's folder. */
    public static final String QUANTIZED = "quantized.onnx";
  }

  /** Asks for tensors of one sample, one file each in that folder. */
  public record Capture(String prepared, DataSource data, List<String> tensors, String folder) {}

  /** One captured tensor; the file holds its little-endian elements. */
  public record CapturedTensor(String tensor, String file, TensorType type) {}

  /**
   * Asks for what a case must give.
   *
   * @param model the case's model, which says what its precision's arithmetic is
   * @param inputs what to feed, in any order
   * @param prefix of the files to write the outputs to
   */
  public record Expect(String model, List<CapturedTensor> inputs, String prefix) {}

  /** Asks for ranges. */
  public record Calibrate(
      String prepared,
      String modelSha256,
      String backend,
      int threads,
      DataSource data,
      int samples,
      List<String> tensors) {}

  /**
   * Asks for sensitivities of some cases on a shard of the samples.
   *
   * @param quantized the file that the model arrived quantized in; null where it did not
   * @param substitute another model whose layers take the place of this one's where a case treats
   *     them; null for none
   * @param modelOutput whether the model's output is compared, too
   */
  public record Sensitivity(
      String prepared,
      @Nullable String quantized,
      @Nullable Substitute substitute,
      String backend,
      DataSource data,
      Shard shard,
      Scheme scheme,
      CalibrationTable ranges,
      List<SweepCase> cases,
      boolean modelOutput) {}

  /**
   * A model that arrived quantized and whose layers stand for another's.
   *
   * @param prepared its prepared FLOAT form
   * @param quantized the file that it arrived in
   * @param layers by the name of the other model's layer: the one that stands for it
   */
  public record Substitute(String prepared, String quantized, Map<String, String> layers) {}

  /**
   * Some of the samples.
   *
   * @param evaluate whether they are evaluation items; else calibration items
   * @param limit how many items there are in all; null for all that the dataset has
   * @param from the first, from 0
   * @param to behind the last; more than there are is the same as all
   */
  public record Shard(boolean evaluate, @Nullable Integer limit, int from, int to) {}

  /** A model to evaluate. */
  public record Candidate(String name, String backend, String file) {}

  /**
   * Asks for accuracies.
   *
   * @param reference the FP32 model, which agreement and PSNR are against
   * @param limit how many items; null for all
   * @param randomSamples how many random ones where there is no dataset
   */
  public record Evaluate(
      Candidate reference,
      List<Candidate> candidates,
      int threads,
      DataSource data,
      @Nullable Integer limit,
      int randomSamples) {}

  /**
   * What a model scored.
   *
   * @param items how many were run
   * @param labelled how many of them had a label
   * @param correct how many labels its top-1 hit
   * @param classified true where the output has a class axis, so that top-1 means something
   * @param agreeing how often its top-1 was the reference's
   * @param psnrDb peak² / MSE over all outputs in dB, the peak being the reference's largest
   *     absolute value; null for equal outputs
   * @param loss mean cross-entropy over the labelled items, in nats; null without labels, or where
   *     it is no number
   * @param probabilities true where the outputs were taken as probabilities, false where as logits
   * @param failure why it could not be run; null on success
   */
  public record Evaluated(
      String name,
      String backend,
      int items,
      int labelled,
      int correct,
      boolean classified,
      int agreeing,
      @Nullable Double psnrDb,
      @Nullable Double loss,
      boolean probabilities,
      @Nullable String failure) {}

  /**
   * Asks for one round of profiles of whole models, taken by turns so that all see the same
   * machine.
   *
   * @param models what to profile
   * @param threads intra-operator threads
   * @param data a sample of it is the input
   * @param iterations runs of each model without the profiler, and half as many with it
   * @param seed of the order of turns
   * @param folder for the runtime's files, which are deleted again
   */
  public record InPlace(
      List<Candidate> models,
      int threads,
      DataSource data,
      int iterations,
      long seed,
      String folder) {}

  /**
   * A model's kernels in place.
   *
   * @param wholeNanos the times of whole runs without the profiler
   * @param profiledNanos the times of whole runs under it
   * @param kernels what ran, with each one's own time
   * @param turns by turn the kernels' own times in microseconds, in the order of the kernels; empty
   *     where the turns did not all have the same kernels
   * @param failure why there are none; null on success
   */
  public record Placed(
      String name,
      List<Long> wholeNanos,
      List<Long> profiledNanos,
      List<GraphKernel> kernels,
      List<List<Double>> turns,
      @Nullable String failure) {}
}

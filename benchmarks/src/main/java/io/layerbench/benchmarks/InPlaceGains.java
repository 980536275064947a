package io.layerbench.benchmarks;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.AtomicFiles;
import io.layerbench.costs.GainMeter;
import io.layerbench.costs.KernelOwners;
import io.layerbench.costs.LayerGains;
import io.layerbench.costs.ProbePlans;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.worker.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What INT8 gains of each layer in place, and nothing else: what a run's in-place station measures,
 * written as gains.csv into a folder, for {@link RankingAgreement} between two of them.
 *
 * <pre>
 * java -cp benchmarks.jar io.layerbench.benchmarks.InPlaceGains MODEL.onnx DATASET.json DATA_ROOT FOLDER [SEED [ROUNDS]]
 * java -cp benchmarks.jar io.layerbench.benchmarks.InPlaceGains builtin:resnet18 none . FOLDER [SEED [ROUNDS]]
 * </pre>
 *
 * Without a dataset the ranges come from random numbers: good for times, not for accuracy.
 */
public final class InPlaceGains {

  private static final int ROUNDS = 3;

  private InPlaceGains() {}

  /** Arguments: model, dataset, its root, folder, seed (1), rounds (3, as a run's forks). */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 4) {
      System.err.println("usage: InPlaceGains MODEL DATASET DATA_ROOT FOLDER [SEED [ROUNDS]]");
      System.exit(2);
    }
    long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : 1;
    int rounds = arguments.length > 5 ? Integer.parseInt(arguments[5]) : ROUNDS;
    DataSource data = new DataSource(dataset(arguments[1]), arguments[2], 1);
    ExperimentModel subject = ExperimentModel.named(arguments[0], data);
    ModelQuantizer quantizer = subject.quantizer(Scheme.baseline(ActivationType.UINT8));
    List<String> layers = PlanTrials.decidable(subject, quantizer);
    PlanTrials trials = new PlanTrials(subject, quantizer, data, ProbePlans.of(layers));
    for (int round = 0; round < rounds; round++) {
      trials.round(seed + round);
    }
    GainMeter meter = new GainMeter(new KernelOwners(subject.model(), subject.parts()));
    LayerGains gains = meter.gains("cpu", trials.records(), layers);
    Path file = Files.createDirectories(Path.of(arguments[3])).resolve(LayerGains.FILE);
    AtomicFiles.write(file, gains.text());
    System.out.println("written: " + file);
  }

  private static @Nullable String dataset(String argument) {
    return argument.equals("none") ? null : argument;
  }
}

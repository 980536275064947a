package io.layerbench.worker;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.TensorData;
import io.layerbench.device.MachineNoise;
import io.layerbench.device.MachineNoise.Scaling;
import io.layerbench.device.MachineNoise.Spread;
import io.layerbench.onnx.IdentityModel;
import io.layerbench.onnx.ProductModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.statistics.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tries how well this machine can be measured on. */
final class NoiseMeter {

  /** About 0.1 ms on one thread. */
  private static final ProductModel SHORT = new ProductModel(64, 256);

  /** Some milliseconds on one thread: enough that threads are worth their start. */
  private static final ProductModel LONG = new ProductModel(512, 512);

  private static final int READS = 1_000_000;
  private static final int CALLS = 5_000;
  private static final int TENTHS = 10;
  private static final int LEAST_PER_TENTH = 3;
  private static final int STEPS = 100;

  /** Of the time: for the spread, for the run-down, and the rest for the scaling. */
  private static final double PART = 0.4;

  private final Backend backend = Backends.named("cpu");
  private final double seconds;
  private final int threads;
  private final Progress progress;
  private final long start = System.nanoTime();

  /**
   * @param seconds how long to try, in all
   * @param threads as many as there are processors
   */
  NoiseMeter(double seconds, int threads, Progress progress) {
    this.seconds = seconds;
    this.threads = threads;
    this.progress = progress;
  }

  MachineNoise measure() {
    double[] clock = clock();
    return new MachineNoise(
        clock[0], clock[1], callMicros(), spread(), runDownPercent(), scaling(), seconds);
  }

  /** The least step, and what a reading takes, ns. */
  private static double[] clock() {
    long least = Long.MAX_VALUE;
    long first = System.nanoTime();
    long before = first;
    for (int i = 0; i < READS; i++) {
      long now = System.nanoTime();
      if (now > before) {
        least = Math.min(least, now - before);
      }
      before = now;
    }
    return new double[] {
      Math.max(1, least), Math.max(1.0 / READS, (before - first) / (double) READS)
    };
  }

  private double callMicros() {
    TensorType type = TensorType.of(TensorProto.DataType.FLOAT_VALUE, 1, 16);
    try (Session session =
            backend.open(IdentityModel.of(List.of(type)).toBytes(), SessionSettings.deployed(1));
        BoundRun call = session.bind(Map.of("in0", TensorData.ofFloats(new float[16], 1, 16)))) {
      double[] nanos = new double[CALLS];
      for (int i = 0; i < CALLS; i++) {
        nanos[i] = nanos(call);
      }
      return Summary.of(Arrays.copyOfRange(nanos, CALLS / 2, CALLS)).median() / 1000;
    }
  }

  private Spread spread() {
    double[] nanos = samples(SHORT, 1, PART * seconds);
    Summary all = Summary.of(nanos);
    double wandering = 0;
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      double own = medianOfTenth(nanos, tenth);
      wandering = Math.max(wandering, Math.abs(own / all.median() - 1));
    }
    return new Spread(
        100 * (1 - all.p10() / all.median()),
        100 * (all.p90() / all.median() - 1),
        100 * wandering);
  }

  private double runDownPercent() {
    double[] nanos = samples(LONG, threads, PART * seconds);
    return 100 * (medianOfTenth(nanos, TENTHS - 1) / medianOfTenth(nanos, 0) - 1);
  }

  /** By turns, so that what changes meanwhile changes both. */
  private Scaling scaling() {
    TensorData input = LONG.input();
    byte[] model = LONG.model("scaling").toBytes();
    try (Session one = backend.open(model, SessionSettings.deployed(1));
        Session all = backend.open(model, SessionSettings.deployed(threads));
        BoundRun single = one.bind(Map.of(ProductModel.INPUT, input));
        BoundRun together = all.bind(Map.of(ProductModel.INPUT, input))) {
      Samples singles = new Samples();
      Samples togethers = new Samples();
      long end = end((1 - 2 * PART) * seconds);
      while (System.nanoTime() < end || singles.count < LEAST_PER_TENTH) {
        singles.add(nanos(single));
        togethers.add(nanos(together));
        tell();
      }
      double speedUp =
          Summary.of(singles.values()).median() / Summary.of(togethers.values()).median();
      return new Scaling(threads, speedUp);
    }
  }

  private double[] samples(ProductModel product, int threads, double seconds) {
    try (Session session =
            backend.open(product.model("noise").toBytes(), SessionSettings.deployed(threads));
        BoundRun call = session.bind(Map.of(ProductModel.INPUT, product.input()))) {
      for (long warm = end(seconds / TENTHS); System.nanoTime() < warm; tell()) {
        call.run();
      }
      Samples samples = new Samples();
      long end = end(seconds * (TENTHS - 1) / TENTHS);
      while (System.nanoTime() < end || samples.count < TENTHS * LEAST_PER_TENTH) {
        samples.add(nanos(call));
        tell();
      }
      return samples.values();
    }
  }

  private static double nanos(BoundRun call) {
    long before = System.nanoTime();
    call.run();
    return System.nanoTime() - before;
  }

  private static long end(double seconds) {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  private static double medianOfTenth(double[] samples, int tenth) {
    int from = (int) ((long) samples.length * tenth / TENTHS);
    int to = (int) ((long) samples.length * (tenth + 1) / TENTHS);
    return Summary.of(Arrays.copyOfRange(samples, from, to)).median();
  }

  private int told = -1;

  private void tell() {
    int done = (int) Math.min(STEPS, STEPS * (System.nanoTime() - start) / (seconds * 1e9));
    if (done > told) {
      told = done;
      progress.at(done, STEPS);
    }
  }

  /** Numbers that grow in number without an object each. */
  private static final class Samples {

    private double[] all = new double[1024];
    private int count;

    void add(double value) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count] = value;
      count++;
    }

    double[] values() {
      return Arrays.copyOf(all, count);
    }
  }
}

package io.layerbench.benchmarks;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.DeviceMemory;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.TensorData;
import io.layerbench.device.EnergyMeter;
import io.layerbench.device.ThreadWaits;
import io.layerbench.run.CaseFile;
import io.layerbench.run.DeviceUse;
import io.layerbench.run.OutputComparison;
import io.layerbench.run.OutputDeviation;
import io.layerbench.run.ProcessUse;
import io.layerbench.statistics.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case inside its fork: the open session, its bound buffers, and what is found out about them.
 */
final class CaseExecution implements AutoCloseable {

  /** A sample is at least that long, so that the clock's grain and the call's cost vanish in it. */
  static final long SAMPLE_NANOS = 50_000;

  private static final int MOST_REPEATS = 10_000;
  private static final int CALL_WARMUP = 200;
  private static final int CALL_SAMPLES = 101;
  private static final int PROBES = 7;
  private static final int PROFILED_RUNS = 5;

  /**
   * Below this, a difference of resident memory is the allocator's and the JVM's, whatever was
   * measured.
   */
  private static final long LEAST_RESOLUTION = 256L << 10;

  private final CaseFile file;
  private final Backend backend;
  private final Map<String, TensorData> inputs;
  private final Session session;
  private final BoundRun bound;
  private final double callNanos;
  private final @Nullable Long sessionBytes;
  private final @Nullable Long resolutionBytes;
  private final int repeats;
  private @Nullable ThreadWaits sampled;

  private CaseExecution(CaseFile file) throws IOException {
    this.file = file;
    this.backend = Backends.named(file.backend());
    this.inputs = file.readInputs();
    byte[] model = Files.readAllBytes(file.model());
    // The identity model goes first: it also loads the library, whose memory is not the layer's.
    callNanos = timeIdentity();
    Long before = ResidentMemory.bytes();
    openIdentity().close();
    Long between = ResidentMemory.bytes();
    session = backend.open(model, SessionSettings.deployed(file.threads()));
    bound = session.bind(inputs);
    bound.run();
    Long after = ResidentMemory.bytes();
    if (before == null || between == null || after == null) {
      resolutionBytes = null;
      sessionBytes = null;
    } else {
      resolutionBytes = Math.max(LEAST_RESOLUTION, Math.abs(between - before));
      long difference = after - between;
      sessionBytes = difference > resolutionBytes ? difference : null;
    }
    repeats = chooseRepeats();
  }

  static CaseExecution open(CaseFile file) throws IOException {
    return new CaseExecution(file);
  }

  int repeats() {
    return repeats;
  }

  /** One sample: the timed part. */
  void sample() {
    for (int i = 0; i < repeats; i++) {
      bound.run();
    }
  }

  /** The untimed call before a sample. */
  void prime() {
    bound.run();
  }

  /** Watches the waits for a CPU from here on; untimed. */
  void watch() {
    sampled = ThreadWaits.start();
  }

  private Session openIdentity() throws IOException {
    return backend.open(
        Files.readAllBytes(file.identity()), SessionSettings.deployed(file.threads()));
  }

  private double timeIdentity() throws IOException {
    Map<String, TensorData> renamed = new LinkedHashMap<>();
    inputs.values().forEach(tensor -> renamed.put("in" + renamed.size(), tensor));
    try (Session identity = openIdentity();
        BoundRun call = identity.bind(renamed)) {
      for (int i = 0; i < CALL_WARMUP; i++) {
        call.run();
      }
      return median(call, CALL_SAMPLES);
    }
  }

  private int chooseRepeats() {
    for (int i = 0; i < PROBES; i++) {
      bound.run();
    }
    double nanos = Math.max(1, median(bound, PROBES));
    return (int) Math.min(MOST_REPEATS, Math.max(1, Math.ceil(SAMPLE_NANOS / nanos)));
  }

  private static double median(BoundRun run, int n) {
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      long start = System.nanoTime();
      run.run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[n / 2];
  }

  /**
   * Compares the output of the last sample, runs the model a few times under the runtime's
   * profiler, in a session of its own, and writes all findings.
   *
   * @param load whether to find out how busy the process is with the model, which takes a moment
   * @param energy whether to find out what a call takes, which takes a second
   * @throws io.layerbench.run.InvalidOutputException when the output is not the precision's own
   */
  void profile(Path findings, boolean load, boolean energy) throws IOException {
    OutputDeviation output = compareOutput();
    Double waited = sampled == null ? null : sampled.percent();
    // Asked first, while the samples are a moment ago.
    String clockLimits = EnergyMeter.clockLimits(backend.energyDomain());
    ProcessUse process =
        new ProcessUse(
            load ? ProcessLoad.percent(bound::run) : null,
            PeakMemory.bytes(),
            energy ? EnergyMeter.measure(backend.energyDomain(), bound::run) : null,
            clockLimits,
            device());
    Path prefix = findings.resolveSibling(findings.getFileName() + ".profile");
    SessionSettings settings = new SessionSettings(file.threads(), true, true, true, prefix);
    Path profile;
    try (Session profiled = backend.open(Files.readAllBytes(file.model()), settings);
        BoundRun run = profiled.bind(inputs)) {
      for (int i = 0; i < PROFILED_RUNS; i++) {
        run.run();
      }
      profile = profiled.endProfiling();
    }
    new Findings(
            repeats, callNanos, sessionBytes, resolutionBytes, process, waited, output, profile)
        .write(findings);
  }

  /** By the device's own clock and statistics; null where the model runs on the processor. */
  private @Nullable DeviceUse device() {
    DeviceMemory memory = session.deviceMemory().orElse(null);
    if (bound.deviceMicros().isEmpty()) {
      return memory == null ? null : new DeviceUse(null, memory);
    }
    double[] micros = new double[PROBES];
    for (int i = 0; i < PROBES; i++) {
      bound.run();
      micros[i] = bound.deviceMicros().orElseThrow();
    }
    return new DeviceUse(Summary.of(micros).median(), memory);
  }

  /** What the last call left, which was a timed one. */
  private @Nullable OutputDeviation compareOutput() throws IOException {
    CaseFile.Expected expected = file.expected();
    return expected == null
        ? null
        : OutputComparison.of(expected.read(), bound.outputs(), expected.tolerance());
  }

  @Override
  public void close() {
    bound.close();
    session.close();
  }
}

package io.layerbench.benchmarks;

import io.layerbench.base.Precision;
import io.layerbench.run.CaseFile;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** What a fork runs: a case that the suite prepared, or one made here from the parameters. */
@State(Scope.Benchmark)
public class CaseState {

  /** Names the case file that the suite prepared. */
  public static final String CASE_PROPERTY = "layerbench.case";

  /** Names the file that the suite wants the fork's findings in. */
  public static final String FINDINGS_PROPERTY = "layerbench.findings";

  /** Set where the suite wants to know how busy the process is. */
  public static final String LOAD_PROPERTY = "layerbench.load";

  /** Set where the suite wants to know the case's energy. */
  public static final String ENERGY_PROPERTY = "layerbench.energy";

  /** An ONNX file, or a built-in model: "builtin:m5", "builtin:resnet18", "builtin:mobilenetv2". */
  @Param("builtin:m5")
  public String model = "";

  /** A layer's name as `layers` prints it, or "*" for the whole model. */
  @Param("*")
  public String layer = "";

  /** fp32, fp16 or int8. */
  @Param({"fp32", "fp16", "int8"})
  public String precision = "";

  /** The backend's name. */
  @Param("cpu")
  public String backend = "";

  /** Intra-operator threads. */
  @Param("1")
  public int threads;

  private @Nullable CaseExecution execution;
  private boolean watched;

  CaseExecution execution() {
    return Objects.requireNonNull(execution);
  }

  /** Opens the session and binds its buffers. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    ParentWatch.start();
    String prepared = System.getProperty(CASE_PROPERTY);
    Path file =
        prepared == null
            ? new StandaloneCase(
                    model, new InProcessWorker(), Files.createTempDirectory("layerbench-jmh"))
                .write(layer, Precision.parse(precision), backend, threads)
            : Path.of(prepared);
    execution = CaseExecution.open(CaseFile.read(file));
    if (prepared == null) {
      System.out.printf("# %d call(s) per sample%n", execution().repeats());
    }
  }

  /**
   * Brings caches and threads back to where a running model has them; JMH has worked since the last
   * sample.
   */
  @Setup(Level.Iteration)
  public void prime(IterationParams iteration) {
    if (!watched && iteration.getType() == IterationType.MEASUREMENT) {
      watched = true;
      execution().watch();
    }
    execution().prime();
  }

  /** Profiles the case outside the clock and hands the findings over. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    String findings = System.getProperty(FINDINGS_PROPERTY);
    try {
      if (findings != null) {
        execution()
            .profile(
                Path.of(findings),
                Boolean.getBoolean(LOAD_PROPERTY),
                Boolean.getBoolean(ENERGY_PROPERTY));
      }
    } finally {
      execution().close();
    }
  }
}

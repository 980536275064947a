package io.layerbench.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times one layer, or a whole model, in one precision. The suite runs it fork by fork; by hand:
 *
 * <pre>java -jar benchmarks.jar jmh LayerBenchmark -p precision=fp32,int8 -p layer=conv1,conv2 -f 3
 * </pre>
 *
 * <p>Single shots, since K samples are wanted and not an average: the mean is the statistic that
 * repeats worst on a shared machine. Every shot is preceded by an untimed call, without which it
 * would time what JMH's own work between two iterations does to the caches. INT8 slower than FP32
 * means that the runtime found no integer kernel (the suite then marks the case "emulated") or that
 * the layer is too small to gain. By hand, a sample of a layer faster than 50 µs holds several
 * calls; their number is printed.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 20)
@Measurement(iterations = 100)
public class LayerBenchmark {

  /** Runs the case once, or as often as makes a sample long enough for the clock. */
  @Benchmark
  public void run(CaseState state) {
    state.execution().sample();
  }
}

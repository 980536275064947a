package io.layerbench.faults;

import com.google.protobuf.InvalidProtocolBufferException;
import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.Capabilities;
import io.layerbench.backend.DeviceMemory;
import io.layerbench.backend.ForkSettings;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A device that takes as long as a file says, and computes as the CPU does. The file has
 * microseconds by layer and precision, such as "dense1.fp32=300". Like a GPU's, its child processes
 * need settings of their own: without the property no session is opened.
 */
public final class SimulatedAccelerator implements Backend {

  /** Its name on the command line. */
  public static final String NAME = "simulated";

  /** The variable that names the file for the main process. */
  public static final String VARIABLE = "LAYERBENCH_SIMULATED";

  /** What the device says that every model takes of its memory. */
  public static final DeviceMemory MEMORY = new DeviceMemory(1000, 200, 1300);

  private static final String PROPERTY = "layerbench.simulated";

  private static Backend cpu() {
    return Backends.named("cpu");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return cpu().capabilities();
  }

  @Override
  public Availability availability() {
    return System.getenv(VARIABLE) == null
        ? Availability.unavailable(NAME, "device count", VARIABLE + " is not set", "set it.")
        : Availability.available(NAME);
  }

  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    ForkSettings own = cpu().forkSettings(cache);
    List<String> arguments = new ArrayList<>(own.jvmArguments());
    arguments.add("-D" + PROPERTY + "=" + System.getenv(VARIABLE));
    return new ForkSettings(own.classPath(), arguments, own.environment());
  }

  @Override
  public String unprofiled() {
    return "its latencies come from a file";
  }

  @Override
  public String runtimeName() {
    return "Simulation";
  }

  @Override
  public String runtimeVersion() {
    return "of " + latencies().size() + " latencies";
  }

  private static Properties latencies() {
    Properties latencies = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of(System.getProperty(PROPERTY, "no property")))) {
      latencies.load(reader);
      return latencies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    return new Simulated(cpu().open(model, settings), micros(model));
  }

  /** The sum over the layers in it, each in the precision of what it reads. */
  private static double micros(byte[] model) {
    try {
      Properties latencies = latencies();
      GraphProto graph = ModelProto.parseFrom(model).getGraph();
      Set<String> dequantized =
          graph.getNodeList().stream()
              .filter(node -> node.getOpType().equals("DequantizeLinear"))
              .flatMap(node -> node.getOutputList().stream())
              .collect(Collectors.toSet());
      double micros = 0;
      for (NodeProto node : graph.getNodeList()) {
        boolean int8 = node.getInputList().stream().anyMatch(dequantized::contains);
        String key = node.getName() + (int8 ? ".int8" : ".fp32");
        micros += Double.parseDouble(latencies.getProperty(key, "0"));
      }
      return micros;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Simulated(Session session, double micros) implements Session {

    @Override
    public Map<String, TensorType> inputs() {
      return session.inputs();
    }

    @Override
    public Map<String, TensorType> outputs() {
      return session.outputs();
    }

    @Override
    public Map<String, TensorData> run(Map<String, TensorData> in, Collection<String> out) {
      return session.run(in, out);
    }

    @Override
    public void runInto(Map<String, TensorData> in, Map<String, TensorData> out) {
      session.runInto(in, out);
    }

    @Override
    public BoundRun bind(Map<String, TensorData> in) {
      return new SimulatedRun(session.bind(in), micros);
    }

    @Override
    public Path endProfiling() {
      return session.endProfiling();
    }

    @Override
    public Optional<DeviceMemory> deviceMemory() {
      return Optional.of(MEMORY);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private record SimulatedRun(BoundRun bound, double micros) implements BoundRun {

    @Override
    public void run() {
      long end = System.nanoTime() + (long) (1000 * micros);
      bound.run();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }

    @Override
    public Map<String, TensorData> outputs() {
      return bound.outputs();
    }

    @Override
    public OptionalDouble deviceMicros() {
      return OptionalDouble.of(micros);
    }

    @Override
    public void close() {
      bound.close();
    }
  }
}

package io.layerbench.faults;

import com.google.protobuf.InvalidProtocolBufferException;
import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.Backends;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.Capabilities;
import io.layerbench.backend.ForkSettings;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cpu backend, but a layer named after a {@link Fault} has it when it is bound and run. */
public final class FaultyBackend implements Backend {

  /** Its name on the command line. */
  public static final String NAME = "faulty";

  /** The variable that makes it available; children inherit it. */
  public static final String VARIABLE = "LAYERBENCH_FAULTS";

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
        ? Availability.unavailable(NAME, "asked for", VARIABLE + " is not set", "set it.")
        : Availability.available(NAME);
  }

  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    ForkSettings own = cpu().forkSettings(cache);
    List<String> arguments = new ArrayList<>(own.jvmArguments());
    // Else as much as the heap, which takes a while to use up.
    arguments.add("-XX:MaxDirectMemorySize=64m");
    return new ForkSettings(own.classPath(), arguments, own.environment());
  }

  @Override
  public String runtimeName() {
    return cpu().runtimeName();
  }

  @Override
  public String runtimeVersion() {
    return cpu().runtimeVersion();
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    Session session = cpu().open(model, settings);
    return fault(model).<Session>map(fault -> new FaultySession(session, fault)).orElse(session);
  }

  /** Only where the layer is alone: the same layer within a whole model is healthy. */
  private static Optional<Fault> fault(byte[] model) {
    try {
      List<NodeProto> anchors =
          ModelProto.parseFrom(model).getGraph().getNodeList().stream()
              .filter(node -> node.getOpType().equals("MatMul"))
              .toList();
      return anchors.size() == 1 ? Fault.of(anchors.get(0).getName()) : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private record FaultySession(Session session, Fault fault) implements Session {

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
      return new FaultyRun(session.bind(in), fault);
    }

    @Override
    public Path endProfiling() {
      return session.endProfiling();
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private record FaultyRun(BoundRun bound, Fault fault) implements BoundRun {

    @Override
    public void run() {
      bound.run();
      fault.happen();
    }

    @Override
    public Map<String, TensorData> outputs() {
      return fault.outputs(bound.outputs());
    }

    @Override
    public void close() {
      bound.close();
    }
  }
}

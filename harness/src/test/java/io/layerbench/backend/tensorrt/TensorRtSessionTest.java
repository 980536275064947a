package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.backend.BackendException;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.DeviceMemory;
import io.layerbench.backend.GraphKernel;
import io.layerbench.backend.Kernel;
import io.layerbench.backend.OrtGraphProfile;
import io.layerbench.backend.OrtProfile;
import io.layerbench.backend.Session;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorRtSessionTest {

  private static final Map<String, TensorData> X =
      Map.of("x", TensorData.ofFloats(new float[] {1, -2}, 1, 2));

  private final FakeDevice device = new FakeDevice();

  private static TensorRtSession session(FakeDevice device, boolean graphs) {
    return TensorRtSession.open(device, () -> device, graphs, null);
  }

  private static float[] y(Map<String, TensorData> outputs) {
    return Objects.requireNonNull(outputs.get("y")).toFloats();
  }

  /** Everything that a bound run does from its opening to its end. */
  private static void whole(FakeDevice device, boolean graphs) {
    try (TensorRtSession session = session(device, graphs);
        BoundRun run = session.bind(X)) {
      run.run();
      run.run();
      assertThat(y(run.outputs())).containsExactly(-1, 2);
      assertThat(run.deviceMicros()).hasValue(1000);
    }
  }

  @Test
  void everythingIsGivenBackInReverse() {
    whole(device, false);
    assertThat(device.calls)
        .containsExactly(
            "create context",
            "create stream",
            "create event",
            "create event",
            "create memory",
            "create pinned",
            "set x",
            "create memory",
            "create pinned",
            "set y",
            "upload",
            "await",
            "record",
            "enqueue",
            "record",
            "await",
            "record",
            "enqueue",
            "record",
            "await",
            "download",
            "await",
            "destroy pinned",
            "destroy memory",
            "destroy pinned",
            "destroy memory",
            "destroy event",
            "destroy event",
            "destroy stream",
            "destroy context",
            "close engine");
    assertThat(device.held).isEmpty();
  }

  @Test
  void aGraphIsWrittenDownOnceBehindAFirstInference() {
    whole(device, true);
    assertThat(device.calls.subList(12, 26))
        .containsExactly(
            "enqueue",
            "await",
            "begin capture",
            "enqueue",
            "create graph",
            "record",
            "launch",
            "record",
            "await",
            "record",
            "launch",
            "record",
            "await",
            "download");
    assertThat(device.held).isEmpty();
    assertThat(device.calls.indexOf("destroy graph"))
        .isLessThan(device.calls.indexOf("destroy pinned"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsHeldWhicheverCallFails(boolean graphs) {
    FakeDevice unharmed = new FakeDevice();
    whole(unharmed, graphs);
    for (int n = 1; n <= unharmed.calls.size(); n++) {
      FakeDevice failing = new FakeDevice(n);
      assertThatThrownBy(() -> whole(failing, graphs))
          .as("call " + n)
          .isInstanceOf(BackendException.class)
          .hasMessageEndingWith(" fails");
      assertThat(failing.held).as(unharmed.calls.get(n - 1) + " " + n).isEmpty();
      assertThat(failing.calls).contains("close engine");
    }
  }

  @Test
  void oneSessionRunsManyInputs() {
    try (Session session = session(device, true)) {
      assertThat(session.inputs())
          .containsExactly(Map.entry("x", TensorType.of(ElementType.FLOAT.onnx(), 1, 2)));
      assertThat(session.outputs()).containsOnlyKeys("y");
      assertThat(y(session.run(X, List.of("y")))).containsExactly(-1, 2);
      Map<String, TensorData> other = Map.of("x", TensorData.ofFloats(new float[] {5, 6}, 1, 2));
      TensorData into = TensorData.allocate(ElementType.FLOAT, 1, 2);
      session.runInto(other, Map.of("y", into));
      assertThat(into.toFloats()).containsExactly(-5, -6);
      assertThat(session.run(X, List.of())).isEmpty();
      assertThat(device.calls.stream().filter("create context"::equals)).hasSize(1);
      assertThatThrownBy(
              () -> session.runInto(X, Map.of("y", TensorData.allocate(ElementType.FLOAT, 1, 3))))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("the output (y)");
    }
    assertThat(device.held).isEmpty();
  }

  @Test
  void inputsOfAnotherSizeAreRefusedAndNothingIsHeld() {
    try (Session session = session(device, false)) {
      assertThatThrownBy(() -> session.bind(Map.of()))
          .hasMessage("the input (x) must be 1x2 and is missing");
      assertThatThrownBy(() -> session.bind(Map.of("x", TensorData.allocate(ElementType.FLOAT, 3))))
          .hasMessage("the input (x) must be 1x2 and is FLOAT[3]");
      assertThat(device.held).isEmpty();
    }
  }

  @Test
  void aFreeShapeIsRefusedAndNothingIsHeld() {
    device.tensors =
        List.of(new EngineTensor("x", true, TensorType.of(ElementType.FLOAT.onnx(), -1, 2)));
    try (Session session = session(device, false)) {
      assertThatThrownBy(() -> session.bind(X))
          .hasMessage("the shape of (x) is not known before it runs");
      assertThat(device.held).isEmpty();
    }
  }

  @Test
  void memoryIsTheEnginesAndTheDevices() {
    try (Session session = session(device, false);
        BoundRun run = session.bind(X)) {
      run.run();
      assertThat(session.deviceMemory()).hasValue(new DeviceMemory(32, 64, 8));
    }
  }

  @Test
  void layersAreProfiledInPlaceInTheFormThatAllElseReads(@TempDir Path folder) {
    device.layers =
        """
        {"Layers": [{"Name": "negate", "LayerType": "PointWise", "Inputs": [{"Name": "x",
          "Dimensions": [1,2], "Format/Datatype": "Row major linear FP32"}], "Outputs": [{"Name":
          "y", "Dimensions": [1,2], "Format/Datatype": "Row major linear FP32"}], "Metadata":
          "[ONNX Layer: /neg]"}], "Bindings": ["x", "y"]}
        """;
    Path graph = folder.resolve("engine.onnx");
    EngineProfile profile = new EngineProfile(folder.resolve("profile"), graph);
    Path file;
    try (Session session = TensorRtSession.open(device, () -> device, true, profile);
        BoundRun run = session.bind(X)) {
      run.run();
      run.run();
      file = session.endProfiling();
    }
    assertThat(device.calls).contains("profile").doesNotContain("begin capture");
    assertThat(OrtProfile.kernels(file))
        .containsExactly(new Kernel("/neg", "PointWise", "float", 500, Map.of()));
    assertThat(OrtGraphProfile.kernels(file, graph))
        .containsExactly(new GraphKernel("/neg", "PointWise", "", List.of("x"), List.of("y"), 500));
    assertThatThrownBy(() -> session(device, false).endProfiling())
        .isInstanceOf(IllegalStateException.class);
  }
}

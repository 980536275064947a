package io.layerbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerbench.natives.LibrarySet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrtLadderTest {

  /** As ONNX Runtime 1.29.0 says it where CUDA is not installed. */
  private static final String NO_CUBLAS =
      "Error code - ORT_FAIL - message: Failed to load library libonnxruntime_providers_cuda.so"
          + " with error: libcublasLt.so.12: cannot open shared object file: No such file or"
          + " directory";

  private final List<String> taken = new ArrayList<>();

  /** A runtime that fails where it is told to. */
  private final class FakeRuntime implements OrtLadder.Steps {

    private String version = "1.29.0";
    private String refusal = "";
    private String modelRefusal = "";
    private String difference = "";

    @Override
    public String load() {
      return version;
    }

    @Override
    public void loadLibraries() {
      taken.add("libraries");
    }

    @Override
    public void createProvider() {
      taken.add("provider");
      fail(refusal);
    }

    @Override
    public String difference() {
      taken.add("model");
      fail(modelRefusal);
      return difference;
    }

    private static void fail(String message) {
      if (!message.isEmpty()) {
        throw new BackendException(message);
      }
    }
  }

  private final FakeRuntime runtime = new FakeRuntime();

  /** A driver with what it says. */
  private record FakeDriver(int deviceCount, int cudaVersion) implements Driver {

    @Override
    public void load() {
      // It is there.
    }
  }

  private List<Rung> climb(LibrarySet set, Driver driver) {
    List<Rung> rungs = new ArrayList<>();
    ProbeStep.climb(new OrtLadder(set, runtime, driver, "1.29.0").steps(), rungs::add);
    return rungs;
  }

  private RungException refused(LibrarySet set, Driver driver) {
    return catchThrowableOfType(RungException.class, () -> climb(set, driver));
  }

  @Test
  void allStepsAreTakenInTheirOrder() {
    assertThat(climb(LibrarySet.CUDA, new FakeDriver(1, 12_040)))
        .containsExactly(
            Rung.RUNTIME_LOADS,
            Rung.VERSIONS_MATCH,
            Rung.DRIVER,
            Rung.DEVICE_COUNT,
            Rung.DRIVER_VERSION,
            Rung.LIBRARIES_LOAD,
            Rung.PROVIDER_CREATES,
            Rung.MODEL_RUNS);
    assertThat(taken).containsExactly("libraries", "provider", "model");
  }

  @Test
  void anotherVersionIsRefusedBeforeAnythingOfTheGpu() {
    runtime.version = "1.28.0";
    RungException refused = refused(LibrarySet.CUDA, new FakeDriver(0, 0));
    assertThat(refused.rung()).isEqualTo(Rung.VERSIONS_MATCH);
    assertThat(refused).hasMessage("ONNX Runtime 1.28.0 was loaded, and 1.29.0 is needed");
    assertThat(refused.remedy()).contains("onnxruntime_gpu-1.29.0.jar");
  }

  @Test
  void aDriverWithoutADeviceStopsBeforeTheLibraries() {
    RungException refused = refused(LibrarySet.CUDA, new FakeDriver(0, 12_040));
    assertThat(refused.rung()).isEqualTo(Rung.DEVICE_COUNT);
    assertThat(taken).isEmpty();
  }

  @Test
  void aDriverForOlderCudaIsNamedWithItsVersion() {
    RungException refused = refused(LibrarySet.CUDA, new FakeDriver(1, 11_080));
    assertThat(refused.rung()).isEqualTo(Rung.DRIVER_VERSION);
    assertThat(refused).hasMessage("the driver supports CUDA 11.8, and CUDA 12 is needed");
    assertThat(taken).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"12000", "12090", "13030"})
  void aDriverOfTheSameOrALaterMajorVersionFits(int version) {
    assertThat(climb(LibrarySet.CUDA, new FakeDriver(2, version))).contains(Rung.MODEL_RUNS);
  }

  @Test
  void aMissingLibraryIsNamedWithItsProduct() {
    runtime.refusal = NO_CUBLAS;
    RungException refused = refused(LibrarySet.CUDA, new FakeDriver(1, 12_040));
    assertThat(refused.rung()).isEqualTo(Rung.PROVIDER_CREATES);
    assertThat(refused).hasMessage(NO_CUBLAS);
    assertThat(refused.remedy()).startsWith("install CUDA 12,").contains("LD_LIBRARY_PATH");
  }

  @ParameterizedTest
  @CsvSource({
    "with error: libnvinfer.so.10: cannot open shared object file,install TensorRT 10",
    "with error: libcudnn.so.9: cannot open shared object file,install cuDNN 9",
    "with error: libcuda.so.1: cannot open shared object file,install NVIDIA's driver.",
    "with error: libfoo.so.3: cannot open shared object file,what has libfoo.so.3 in it",
    "which depends on \"cublas64_12.dll\" which is missing.,PATH",
    "CUDA failure 35: CUDA driver version is insufficient,the driver is older",
    "CUDA failure 2: out of memory,CUDA 12 and cuDNN 9",
  })
  void theRemedyFollowsTheMessage(String message, String remedy) {
    runtime.refusal = message;
    String said =
        refused(LibrarySet.ORT_TENSORRT, new FakeDriver(1, 12_040))
            .remedy()
            .replace("CUDA 12, cuDNN 9 and TensorRT 10", "CUDA 12 and cuDNN 9");
    assertThat(said).contains(remedy);
  }

  @Test
  void aModelThatIsRefusedIsNoSuccess() {
    runtime.modelRefusal =
        "This session contains graph nodes that are assigned to the default CPU EP";
    RungException refused = refused(LibrarySet.CUDA, new FakeDriver(1, 12_040));
    assertThat(refused.rung()).isEqualTo(Rung.MODEL_RUNS);
    assertThat(refused).hasMessage(runtime.modelRefusal);
  }

  @Test
  void aDeviceThatComputesSomethingElseIsRefused() {
    runtime.difference = "a small convolution gives 1.0 where the CPU gives 2.0";
    RungException refused = refused(LibrarySet.CUDA, new FakeDriver(1, 12_040));
    assertThat(refused.rung()).isEqualTo(Rung.MODEL_RUNS);
    assertThat(refused).hasMessage(runtime.difference);
  }
}

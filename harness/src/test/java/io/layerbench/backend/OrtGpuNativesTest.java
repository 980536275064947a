package io.layerbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.BuildInfo;
import io.layerbench.natives.LibrarySearch;
import io.layerbench.natives.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ONNX Runtime's real GPU libraries with the classes of its CPU jar, in children of their own. A
 * driver is only pretended, so that the steps behind it are taken, too.
 */
class OrtGpuNativesTest {

  private static final String VARIABLE = "LAYERBENCH_ONNXRUNTIME_GPU";

  private static final String SKIPPED =
      "download not found: ONNX Runtime's GPU libraries (use -Ponnxruntime-gpu-tests, or name a"
          + " folder that `natives --from` filled by "
          + VARIABLE
          + ")";

  /** A driver that says yes. */
  private record Pretended(int deviceCount, int cudaVersion) implements Driver {

    @Override
    public void load() {
      // Nothing is loaded.
    }
  }

  /** Climbs as the program's own child does. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      OrtProvider provider = OrtProvider.valueOf(arguments[0]);
      OrtLadder.Steps real = OrtLadderMain.real(provider);
      ProbeChild.answer(
          provider.libraries().backend(),
          new OrtLadder(
                  provider.libraries(),
                  real,
                  new Pretended(1, 12_040),
                  BuildInfo.onnxRuntimeVersion())
              .steps(),
          System.out);
    }
  }

  /** Runs the small model on the CPU's kernels of these libraries. */
  static final class CpuChild {

    private CpuChild() {}

    public static void main(String[] arguments) {
      ProbeStep cpu =
          new ProbeStep(
              Rung.MODEL_RUNS,
              () -> {
                String difference = ProbeModel.difference(OrtSessions.Provider.CPU);
                throw new RungException(
                    Rung.MODEL_RUNS, "CPU: " + difference + OrtSessions.version(), "none");
              });
      ProbeChild.answer(arguments[0], List.of(cpu), System.out);
    }
  }

  private static Path folder() {
    String text = System.getProperty("layerbench.onnxruntime.gpu", System.getenv(VARIABLE));
    Assumptions.assumeTrue(text != null && !text.isBlank(), SKIPPED);
    return Path.of(String.valueOf(text));
  }

  private static Availability climb(OrtProvider provider, Class<?> main) {
    Path folder = folder();
    ForkSettings settings =
        new OrtGpuBackend(
                provider,
                () -> new LibrarySearch(folder, Map.of(), Platform.current()),
                unused -> new ProbeChild("unused", List.of(), Map.of()))
            .forkSettings(null);
    return ProbeChild.ofThisProcess(
            provider.libraries().backend(), settings, main, List.of(provider.name()))
        .climb();
  }

  /** Where CUDA is installed, other steps fail: this is for machines without. */
  @ParameterizedTest
  @EnumSource
  void withoutCudaTheMissingLibraryIsNamed(OrtProvider provider) {
    Availability answer = climb(provider, Child.class);
    Assumptions.assumeFalse(answer.isAvailable(), "device not found: one without a GPU");
    assertThat(answer.failedStep()).as(answer.toString()).isEqualTo("provider creates");
    assertThat(answer.message())
        .contains("Failed to load library")
        .containsPattern("with error: libcublas(Lt)?\\.so\\.12: cannot open shared object file");
    assertThat(answer.remedy()).startsWith("install CUDA 12, ");
  }

  @Test
  void theirCpuKernelsRunWithTheSameClasses() {
    assertThat(climb(OrtProvider.CUDA, CpuChild.class).message())
        .isEqualTo("CPU: " + BuildInfo.onnxRuntimeVersion());
  }
}

package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Driver;
import io.layerbench.backend.ProbeStep;
import io.layerbench.backend.Rung;
import io.layerbench.backend.RungException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {

  private final List<String> steps = new ArrayList<>();

  private final class FakeLibraries implements Ladder.Libraries {

    private final String version;
    private final String reason;
    private final String difference;

    FakeLibraries(String version, String reason, String difference) {
      this.version = version;
      this.reason = reason;
      this.difference = difference;
    }

    @Override
    public void requireFiles() {
      steps.add("files");
    }

    @Override
    public void load() {
      steps.add("load");
    }

    @Override
    public String version() {
      steps.add("version");
      return version;
    }

    @Override
    public String tryBuilder() {
      steps.add("builder");
      return reason;
    }

    @Override
    public String difference() {
      steps.add("model");
      return difference;
    }
  }

  private Driver driver(int devices) {
    return new Driver() {
      @Override
      public void load() {
        steps.add("driver");
      }

      @Override
      public int deviceCount() {
        steps.add("devices");
        return devices;
      }

      @Override
      public int cudaVersion() {
        return 13_000;
      }
    };
  }

  private Ladder ladder(int devices, String version, String reason) {
    return new Ladder(new FakeLibraries(version, reason, ""), driver(devices), "11.2.1");
  }

  private static void climb(Ladder ladder) {
    ProbeStep.climb(ladder.steps(), rung -> {});
  }

  @Test
  void theDriverIsAskedBeforeAnyLibraryIsLoaded() {
    climb(ladder(1, "11.2.1", ""));
    assertThat(steps)
        .containsExactly("files", "driver", "devices", "load", "version", "builder", "model");
  }

  @Test
  void withoutADeviceNothingOfTensorRtIsTouched() {
    RungException none =
        catchThrowableOfType(RungException.class, () -> climb(ladder(0, "11.2.1", "")));
    assertThat(none.rung()).isEqualTo(Rung.DEVICE_COUNT);
    assertThat(steps).containsExactly("files", "driver", "devices");
  }

  @ParameterizedTest
  @CsvSource({"10.12.0", "11.3.1", "12.2.1", "11"})
  void anotherInterfaceIsRefused(String version) {
    RungException other =
        catchThrowableOfType(RungException.class, () -> climb(ladder(1, version, "")));
    assertThat(other.rung()).isEqualTo(Rung.VERSIONS_MATCH);
    assertThat(other).hasMessage("TensorRT " + version + " was loaded, and 11.2.1 is needed");
    assertThat(steps).doesNotContain("builder");
  }

  @Test
  void whatTheBuilderSaidIsKept() {
    String said = "CUDA initialization failure with error: 35.";
    RungException refused =
        catchThrowableOfType(RungException.class, () -> climb(ladder(1, "11.2.9", said)));
    assertThat(refused.rung()).isEqualTo(Rung.BUILDER_CREATES);
    Availability shown = refused.availability("tensorrt");
    assertThat(shown.isAvailable()).isFalse();
    assertThat(shown.message()).isEqualTo(said);
    assertThat(shown.failedStep()).isEqualTo("builder creates");
    assertThat(shown.remedy()).contains("driver");
  }

  @Test
  void aMissingFileOfKernelsIsAskedForByName() {
    String said = "Unable to load library: libnvinfer_builder_resource_sm90.so.11.2.1";
    RungException refused =
        catchThrowableOfType(RungException.class, () -> climb(ladder(1, "11.2.1", said)));
    assertThat(refused.availability("tensorrt").remedy())
        .startsWith("install TensorRT 11.2.1 in full");
  }

  @Test
  void aModelThatGivesSomethingElseThanTheCpuIsRefused() {
    Ladder wrong =
        new Ladder(new FakeLibraries("11.2.1", "", "gives 1 where"), driver(1), "11.2.1");
    RungException refused = catchThrowableOfType(RungException.class, () -> climb(wrong));
    assertThat(refused.rung()).isEqualTo(Rung.MODEL_RUNS);
    assertThat(refused).hasMessage("gives 1 where");
  }

  @Test
  void theRealChildNamesTheFolder() {
    Availability answer =
        LadderMain.child(new NativeLibraries(Path.of("nowhere"), Path.of("nowhere"))).climb();
    assertThat(answer.backend()).isEqualTo("tensorrt");
    assertThat(answer.failedStep()).isEqualTo("natives found");
    assertThat(answer.message()).contains("nowhere cannot be read");
  }
}

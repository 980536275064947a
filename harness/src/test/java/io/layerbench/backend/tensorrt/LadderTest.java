package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerbench.backend.Availability;
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

    FakeLibraries(String version, String reason) {
      this.version = version;
      this.reason = reason;
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
  }

  private Driver driver(int devices) {
    return () -> {
      steps.add("driver");
      return devices;
    };
  }

  private Ladder ladder(int devices, String version, String reason) {
    return new Ladder(new FakeLibraries(version, reason), driver(devices), "11.2.1");
  }

  @Test
  void theDriverIsAskedBeforeAnyLibraryIsLoaded() {
    ladder(1, "11.2.1", "").climb();
    assertThat(steps).containsExactly("files", "driver", "load", "version", "builder");
  }

  @Test
  void withoutADeviceNothingOfTensorRtIsTouched() {
    RungException none =
        catchThrowableOfType(RungException.class, () -> ladder(0, "11.2.1", "").climb());
    assertThat(none.rung()).isEqualTo(Rung.DEVICE_COUNT);
    assertThat(steps).containsExactly("files", "driver");
  }

  @ParameterizedTest
  @CsvSource({"10.12.0", "11.3.1", "12.2.1", "11"})
  void anotherInterfaceIsRefused(String version) {
    RungException other =
        catchThrowableOfType(RungException.class, () -> ladder(1, version, "").climb());
    assertThat(other.rung()).isEqualTo(Rung.VERSIONS_MATCH);
    assertThat(other).hasMessage("TensorRT " + version + " was loaded, and 11.2.1 is needed");
    assertThat(steps).doesNotContain("builder");
  }

  @Test
  void whatTheBuilderSaidIsKept() {
    String said = "CUDA initialization failure with error: 35.";
    RungException refused =
        catchThrowableOfType(RungException.class, () -> ladder(1, "11.2.9", said).climb());
    assertThat(refused.rung()).isEqualTo(Rung.BUILDER_CREATES);
    Availability shown = refused.availability("tensorrt");
    assertThat(shown.isAvailable()).isFalse();
    assertThat(shown.message()).isEqualTo(said);
    assertThat(shown.failedStep()).isEqualTo("builder creates");
    assertThat(shown.remedy()).contains("driver");
  }

  /** Stands for a library that ends its process. */
  static final class Killed {

    private Killed() {}

    /** Ends as a signal would have it. */
    public static void main(String[] arguments) {
      Runtime.getRuntime().halt(139);
    }
  }

  @Test
  void aChildThatDiesIsAnAnswer() {
    Availability answer = child(Killed.class);
    assertThat(answer.isAvailable()).isFalse();
    assertThat(answer.message()).isEqualTo("the child process ended with exit code 139");
  }

  @Test
  void theRealChildNamesTheFolder() {
    Availability answer = child(LadderMain.class);
    assertThat(answer.failedStep()).isEqualTo("natives found");
    assertThat(answer.message()).contains("nowhere cannot be read");
  }

  @Test
  void aLauncherThatIsNotThereIsAnAnswer() {
    Availability answer =
        new LadderChild(List.of("/nowhere/java"))
            .climb(new NativeLibraries(Path.of("a"), Path.of("b")));
    assertThat(answer.message()).contains("cannot be started");
  }

  private static Availability child(Class<?> main) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new LadderChild(List.of(java, "-cp", path, main.getName()))
        .climb(new NativeLibraries(Path.of("nowhere"), Path.of("nowhere")));
  }
}

package io.layerbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Segfault;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real child processes, and what is made of how they end. */
class ProbeChildTest {

  /** Writes to address 0, as a library that is broken does. */
  static final class Crashing {

    private Crashing() {}

    public static void main(String[] arguments) {
      ProbeChild.answer(
          "fake",
          List.of(
              new ProbeStep(Rung.DRIVER, () -> {}),
              new ProbeStep(Rung.LIBRARIES_LOAD, Segfault::happen)),
          System.out);
    }
  }

  /** Prints as libraries do, and answers. */
  static final class Talking {

    private Talking() {}

    public static void main(String[] arguments) {
      PrintStream out = System.out;
      out.println("some library: hello");
      ProbeChild.answer(
          arguments[0],
          List.of(
              new ProbeStep(
                  Rung.DRIVER,
                  () -> {
                    throw new RungException(Rung.DRIVER, "a \"quoted\" text", "do this.");
                  })),
          out);
      out.println("some library: good bye");
    }
  }

  /** Says what one of its variables is. */
  static final class Asking {

    private Asking() {}

    public static void main(String[] arguments) {
      ProbeChild.answer(
          "fake",
          List.of(
              new ProbeStep(
                  Rung.DRIVER,
                  () -> {
                    throw new RungException(
                        Rung.DRIVER, String.valueOf(System.getenv("LAYERBENCH_PROBE")), "");
                  })),
          System.out);
    }
  }

  /** Ends without a word. */
  static final class Silent {

    private Silent() {}

    public static void main(String[] arguments) {
      Runtime.getRuntime().halt(139);
    }
  }

  private static Availability climb(Class<?> main) {
    return ProbeChild.ofThisProcess(
            "fake",
            new ForkSettings(List.of(), List.of("-Xmx64m"), Map.of("LAYERBENCH_PROBE", "set")),
            main,
            List.of("fake"))
        .climb();
  }

  @Test
  void variablesReachTheChild() {
    assertThat(climb(Asking.class).message()).isEqualTo("set");
  }

  @Test
  void aCrashCostsAnAnswerAndSaysAtWhichStep() {
    Availability answer = climb(Crashing.class);
    assertThat(answer.isAvailable()).isFalse();
    assertThat(answer.failedStep()).isEqualTo("libraries load");
    assertThat(answer.message())
        .matches("the child process died by (SIGSEGV|EXCEPTION_ACCESS_VIOLATION) \\(0x.*");
    assertThat(answer.remedy()).contains("libraries are whole");
  }

  @Test
  void theAnswerIsFoundBetweenWhatLibrariesPrint() {
    assertThat(climb(Talking.class))
        .isEqualTo(Availability.unavailable("fake", "driver", "a \"quoted\" text", "do this."));
  }

  @Test
  void aChildWithoutAnAnswerIsOne() {
    Availability answer = climb(Silent.class);
    assertThat(answer.failedStep()).isEqualTo("check starts");
    assertThat(answer.message()).isEqualTo("the child process ended with exit code 139");
  }

  @Test
  void aLauncherThatIsNotThereIsAnAnswer() {
    Path nowhere = Path.of("nowhere", "java");
    Availability answer = new ProbeChild("fake", List.of(nowhere.toString()), Map.of()).climb();
    assertThat(answer.failedStep()).isEqualTo("check starts");
    assertThat(answer.message()).contains("cannot be started");
  }
}

package io.layerbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForkFailureTest {

  private final Exception jmh = new IllegalStateException("Benchmark caught the exception");

  @TempDir private Path folder = Path.of("");

  private String reason(String log) throws IOException {
    return ForkFailure.reason(jmh, Files.writeString(folder.resolve("log"), log), null);
  }

  @ParameterizedTest
  @CsvSource({
    "134,'crashed: aborted (exit code 134, SIGABRT)'",
    "137,'killed (exit code 137, SIGKILL): by someone, or by the system when memory ran out'",
    "139,'crashed: segmentation fault (exit code 139, SIGSEGV)'",
    "143,'terminated (exit code 143, SIGTERM)'",
    "42,'ended early with exit code 42'"
  })
  void readsTheExitCode(String code, String reason) throws IOException {
    assertThat(reason("# Fork: 1 of 1\n<forked VM failed with exit code " + code + ">\n"))
        .isEqualTo(reason);
  }

  @Test
  void believesTheJvmsOwnReportOfACrashMoreThanTheExitCode() throws IOException {
    String log = "#\n#  %s (0xb) at pc=0x1, pid=2, tid=3\n<forked VM failed with exit code 1>\n";
    assertThat(reason(log.formatted("SIGSEGV"))).isEqualTo("crashed: segmentation fault (SIGSEGV)");
    assertThat(reason(log.formatted("SIGILL"))).isEqualTo("crashed: in native code (SIGILL)");
  }

  @ParameterizedTest
  @CsvSource({
    "Java heap space, Java heap",
    "GC overhead limit exceeded, Java heap",
    "Requested array size exceeds VM limit, Java heap",
    "Metaspace, Java classes",
    "Compressed class space, Java classes",
    "'Cannot reserve 9 bytes of direct buffer memory (allocated: 8, limit: 8)', Java direct buffers",
    "'unable to create native thread: possibly out of memory or process/resource limits reached', threads",
    "Unable to allocate 99 bytes, native"
  })
  void tellsTheKindsOfJavaMemoryApart(String message, String kind) throws IOException {
    String error = "java.lang.OutOfMemoryError: " + message;
    assertThat(reason(error + "\n\tat x\n"))
        .isEqualTo("out of memory (%s): %s".formatted(kind, error));
  }

  @Test
  void tellsNativeMemoryApart() throws IOException {
    String log =
        """
        #
        # There is insufficient memory for the Java Runtime Environment to continue.
        <forked VM failed with exit code 1>
        """;
    assertThat(reason(log)).startsWith("out of memory (native): ");
    assertThat(reason("x.BackendException: std::bad_alloc\n"))
        .isEqualTo("out of memory (native): x.BackendException: std::bad_alloc");
  }

  @Test
  void givesTheInnermostException() throws IOException {
    assertThat(
            reason(
                "a.FirstException: outer\n\tat a\nCaused by: b.SecondException: inner\n\tat b\n"))
        .isEqualTo("failed: b.SecondException: inner");
  }

  @Test
  void aHangIsAHangWhateverTheLogSays() throws IOException {
    Path log = Files.writeString(folder.resolve("log"), "forked VM failed with exit code 137");
    assertThat(ForkFailure.reason(jmh, log, Duration.ofSeconds(5)))
        .isEqualTo("hung: killed after 5 s");
  }

  @Test
  void aForkThatLeavesSilentlyEndedEarly() throws IOException {
    Path log = Files.writeString(folder.resolve("log"), "# Run complete.\n");
    assertThat(ForkFailure.reason(new MissingSamplesException(2, 100), log, null))
        .isEqualTo("ended early with exit code 0: it gave (2) of (100) samples");
  }

  @Test
  void doesWithoutALog() {
    assertThat(ForkFailure.reason(jmh, folder.resolve("none"), null))
        .isEqualTo("failed: Benchmark caught the exception");
  }
}

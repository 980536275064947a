package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.TestModels;
import io.layerbench.worker.ChildCommand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job needs no network: it runs to its end where there is none but the loopback device,
 * over which JMH talks to its forks. Linux only.
 */
class NoNetworkTest {

  private static final int UNREACHABLE = 42;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void namespacesAreThere() throws Exception {
    boolean there;
    try {
      there = isolated("true") == 0;
    } catch (IOException e) {
      there = false;
    }
    Assumptions.assumeTrue(
        there, "device not found: a network namespace of our own (unshare --net, ip)");
  }

  @Test
  void theMainJobRunsWithoutARoute() throws Exception {
    Path model = Files.write(folder.resolve("mlp.onnx"), TestModels.mlp().toBytes());
    Path results = folder.resolve("results");
    List<String> command = new ArrayList<>(java(Main.class));
    SharedRun.options(model, results).forEach(option -> command.add(option.toString()));
    int code = isolated(command.toArray(new String[0]));
    assertThat(code).as(Files.readString(folder.resolve("log.txt"))).isZero();
    assertThat(RunFiles.only(results).path().resolve("report.html")).isNotEmptyFile();
  }

  /** Else the test above could not fail. */
  @Test
  void nothingOutsideIsReachableThere() throws Exception {
    assertThat(isolated(java(Connects.class).toArray(new String[0]))).isEqualTo(UNREACHABLE);
  }

  private static List<String> java(Class<?> main) {
    return List.of(ChildCommand.java(), "-Xmx1g", "-cp", ChildCommand.classPath(), main.getName());
  }

  private int isolated(String... command) throws Exception {
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("unshare", "--user", "--map-root-user", "--net", "sh", "-c"));
    whole.addAll(List.of("ip link set lo up && exec \"$@\"", "sh"));
    whole.addAll(List.of(command));
    Process process =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    assertThat(process.waitFor(8, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** Tries to reach an address that is set apart for documentation (RFC 5737). */
  static final class Connects {

    private Connects() {}

    public static void main(String[] arguments) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("192.0.2.1", 80), 2000);
      } catch (java.net.SocketTimeoutException e) {
        // There is a route, and nobody behind it.
        System.exit(0);
      } catch (IOException e) {
        System.exit(UNREACHABLE);
      }
    }
  }
}

package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.onnx.TestModels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job needs no network: it runs to its end where there is none but the loopback device,
 * over which JMH talks to its forks. Linux only.
 */
class NoNetworkTest {

  private static final int UNREACHABLE = 42;

  private final Path folder;
  private final Namespace isolated;

  NoNetworkTest(@TempDir Path folder) {
    this.folder = folder;
    this.isolated = new Namespace("net", "ip link set lo up", "ip link set lo up", folder);
  }

  @BeforeEach
  void namespacesAreThere() throws Exception {
    isolated.assumeThere();
  }

  @Test
  void theMainJobRunsWithoutARoute() throws Exception {
    Path model = Files.write(folder.resolve("mlp.onnx"), TestModels.mlp().toBytes());
    Path results = folder.resolve("results");
    int code = isolated.java(Main.class, SharedRun.options(model, results).toArray());
    assertThat(code).as(isolated.log()).isZero();
    assertThat(RunFiles.only(results).path().resolve("report.html")).isNotEmptyFile();
  }

  /** Else the test above could not fail. */
  @Test
  void nothingOutsideIsReachableThere() throws Exception {
    assertThat(isolated.java(Connects.class)).isEqualTo(UNREACHABLE);
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

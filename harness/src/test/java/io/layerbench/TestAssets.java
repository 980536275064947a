package io.layerbench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The one way by which tests reach the real models and data, which lie outside the project. */
public final class TestAssets {

  private static final Path ROOT =
      Path.of(System.getProperty("layerbench.assets", "../shared/assets")).normalize();

  private TestAssets() {}

  /**
   * The path of an asset; aborts the test, naming what is missing, where it is not there.
   *
   * @param relative for example "cifar10/resnet20.onnx"
   */
  public static Path require(String relative) {
    Path path = ROOT.resolve(relative);
    Assumptions.assumeTrue(Files.exists(path), () -> "asset not found: " + relative);
    return path.toAbsolutePath();
  }

  /** True where the assets lie at all. */
  public static boolean present() {
    return Files.isDirectory(ROOT);
  }
}

package io.layerbench.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build of this program runs; written by the build. */
public final class BuildInfo {

  private static final String UNKNOWN = "unknown";

  private BuildInfo() {}

  /** The program's version. */
  public static String version() {
    return load("/layerbench/build.properties").getProperty("version", UNKNOWN);
  }

  /** The version of ONNX Runtime whose classes this program has. */
  public static String onnxRuntimeVersion() {
    return load("/layerbench/build.properties").getProperty("onnxruntime", UNKNOWN);
  }

  /**
   * The commit, abbreviated, with "-dirty" where the tree had changes; "unknown" outside a
   * checkout.
   */
  public static String commit() {
    Properties git = load("/layerbench/git.properties");
    String id = git.getProperty("git.commit.id.abbrev", "");
    if (id.isEmpty()) {
      return UNKNOWN;
    }
    return "true".equals(git.getProperty("git.dirty")) ? id + "-dirty" : id;
  }

  private static Properties load(String resource) {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.layerbench.natives;

import java.util.Map;
import java.util.TreeMap;

/**
 * What natives.json says of a jar that was unpacked.
 *
 * @param artifact as Maven names it, such as "com.microsoft.onnxruntime:onnxruntime_gpu"; the jar's
 *     file name where the jar does not say
 * @param version "unknown" where the jar does not say
 * @param platform such as "linux-x64"
 * @param sha256 the digest of each file by its name
 */
public record UnpackedJar(
    String artifact, String version, String platform, Map<String, String> sha256) {

  /** The name of the file in each unpacked folder. */
  public static final String FILE = "natives.json";

  public UnpackedJar {
    sha256 = Map.copyOf(new TreeMap<>(sha256));
  }
}

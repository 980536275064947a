package io.layerbench.natives;

import java.util.Locale;

/**
 * An operating system on a processor, which libraries are built for.
 *
 * @param os the operating system
 * @param arch the processor as Java names it, with "amd64" as "x64" and "arm64" as "aarch64"
 */
public record Platform(Os os, String arch) {

  /** An operating system. */
  public enum Os {
    LINUX("linux"),
    WINDOWS("win"),
    MACOS("osx");

    private final String word;

    Os(String word) {
      this.word = word;
    }
  }

  /** The platform of this process. */
  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** By Java's properties os.name and os.arch. */
  public static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    Os os = name.contains("mac") ? Os.MACOS : name.contains("win") ? Os.WINDOWS : Os.LINUX;
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
    return new Platform(os, arm ? "aarch64" : x64 ? "x64" : arch);
  }

  /** The folder in ONNX Runtime's jars, such as "linux-x64". */
  public String onnxruntime() {
    return os.word + "-" + arch;
  }

  /** The folder in JavaCPP's jars, such as "linux-x86_64". */
  public String javacpp() {
    String family =
        switch (os) {
          case LINUX -> "linux";
          case WINDOWS -> "windows";
          case MACOS -> "macosx";
        };
    return family + "-" + (arch.equals("x64") ? "x86_64" : arch.equals("aarch64") ? "arm64" : arch);
  }

  /** As people write it, which is ONNX Runtime's way. */
  @Override
  public String toString() {
    return onnxruntime();
  }
}

package io.layerbench.cli;

import io.layerbench.base.UsageException;
import io.layerbench.natives.NativesFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names the folder of GPU libraries, for this process and all of its children. */
final class GpuNativesOption {

  @Option(
      names = "--gpu-natives",
      paramLabel = "DIR",
      description =
          "Folder of GPU libraries. Default: the variable LAYERBENCH_GPU_NATIVES, natives beside the jar, or the user's cache.")
  private @Nullable Path folder;

  /**
   * Likewise, for a command that makes no such folder.
   *
   * @throws UsageException where there is none
   */
  void applyExisting() {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UsageException(
          "The folder of GPU libraries ("
              + folder
              + (Files.exists(folder) ? ") is no folder." : ") does not exist."),
          "check the path of --gpu-natives; `natives --from JAR --gpu-natives DIR` fills one.");
    }
    apply();
  }

  /** To be called before anything looks for libraries. */
  void apply() {
    if (folder != null) {
      System.setProperty(NativesFolder.PROPERTY, folder.toAbsolutePath().toString());
    }
  }
}

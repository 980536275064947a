package io.layerbench.backend;

import io.layerbench.natives.GpuLibrary;
import io.layerbench.natives.LibraryHeader;
import io.layerbench.natives.LibrarySearch;
import io.layerbench.natives.LibrarySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The files of a GPU provider of ONNX Runtime: required before, and loaded inside, a child. */
final class OrtLibraries {

  private OrtLibraries() {}

  /**
   * Looks at files without loading any. Only the runtime's own must be found: the system's loader
   * may know where the others are.
   *
   * @return the folder of the runtime's own libraries
   * @throws RungException naming what is missing, damaged or for another platform
   */
  static Path require(LibrarySet set, LibrarySearch search) {
    LibrarySet.unpublished(search.platform())
        .ifPresent(
            reason -> {
              throw new RungException(
                  Rung.NATIVES_FOUND,
                  reason,
                  "measure on the cpu backend, or on tensorrt where that is available.");
            });
    Map<GpuLibrary, Path> found = search.find(set);
    List<GpuLibrary> missing =
        set.runtime().stream().filter(library -> !found.containsKey(library)).toList();
    if (!missing.isEmpty()) {
      throw missing(missing, search);
    }
    found.values().forEach(file -> refuseForeign(file, search));
    Path folder = Objects.requireNonNull(found.get(GpuLibrary.ONNXRUNTIME)).getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static RungException missing(List<GpuLibrary> missing, LibrarySearch search) {
    String names =
        missing.stream()
            .map(library -> library.file(search.platform()))
            .collect(Collectors.joining(", "));
    Path folder = search.folder();
    return new RungException(
        Rung.NATIVES_FOUND,
        folder == null
            ? "there is no folder of GPU libraries"
            : folder.toAbsolutePath() + " has no " + names,
        "`natives --from` unpacks them from the jar of onnxruntime_gpu; docs/gpu.md has the commands.");
  }

  private static void refuseForeign(Path file, LibrarySearch search) {
    LibraryHeader.problem(file, search.platform())
        .ifPresent(
            problem -> {
              throw new RungException(
                  Rung.NATIVES_FOUND,
                  problem,
                  "unpack the untouched jar again by `natives --from`, or install the library"
                      + " again.");
            });
  }

  /**
   * Loads what was found of the libraries that a provider links to, by absolute path and each after
   * those that it links to itself: the linker then finds them by their names, without a search
   * path.
   */
  static void load(LibrarySet set, LibrarySearch search, Consumer<Path> linker) {
    Map<GpuLibrary, Path> found = search.find(set);
    for (GpuLibrary library : set.preloaded()) {
      Path file = found.get(library);
      if (file != null) {
        load(library, file.toAbsolutePath(), linker);
      }
    }
  }

  private static void load(GpuLibrary library, Path file, Consumer<Path> linker) {
    try {
      linker.accept(file);
    } catch (UnsatisfiedLinkError e) {
      throw new RungException(
          Rung.LIBRARIES_LOAD,
          String.valueOf(e.getMessage()),
          "install %s again, whole and for this platform.".formatted(library.product()),
          e);
    }
  }
}
